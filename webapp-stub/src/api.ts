// The plugin's doors for people; their shapes are those of docs/openapi.json. Everything is asked of this server, with
// the session that the page has.
import {id as pluginId} from '../../plugin.json';

export type ConnectionState = 'pending' | 'connected' | 'stopped' | 'paused' | 'ended' | 'removed';

export interface Connection {
  remote_id: string;
  name: string;
  display_name: string;
  site_url: string;
  state: ConnectionState;
  online: boolean;
  causeway: boolean;
  create_at: number;
  last_ping_at: number;
  channels: number;
  pending: number;
  lag_ms: number;
  attempts: number;
  retry_at: number;
  waiting: number;
  dead_letters: number;
  last_error: string;
}

export interface SharedChannel {
  channel_id: string;
  team_id: string;
  name: string;
  display_name: string;
  type: 'O' | 'P' | 'D' | 'G';
  home: boolean;
  remote_id: string;
  remote_display_name: string;
  state: ConnectionState;
  online: boolean;
  invite: 'waiting' | 'confirmed' | 'refused';
  read_only: boolean;
  create_at: number;
  last_post_at: number;
  pending: number;
  lag_ms: number;
  attempts: number;
  retry_at: number;
  dead_letters: number;
  last_error: string;
}

export interface DeadLetter {
  id: number;
  remote_id: string;
  channel_id: string;
  kind: string;
  post_id: string;
  tries: number;
  since: number;
  reason: string;
}

export interface ChannelPanel {
  channel_id: string;
  shared: boolean;
  manages: boolean;
  remotes: SharedChannel[];
  dead_letters: DeadLetter[];
}

export interface ComparedSide {
  posts: number;
  missing: number;
  differing: number;
  done_at: number;
}

// theirs: absent with a native server, which does not say.
export interface Comparison {
  remote_id: string;
  remote_display_name: string;
  asked_by: string;
  asked_at: number;
  ours: ComparedSide;
  theirs?: ComparedSide;
}

export interface Finding {
  part: string;
  verdict: 'ok' | 'doubtful' | 'wrong';
  text: string;
}

// How the other server is reached: certificates (PEM), the digest of its public key, a proxy.
export interface Road {
  ca?: string;
  pin?: string;
  proxy?: string;
}

// What is absent is left to the plugin's settings.
export interface Policy {
  profile_fields?: string[];
  statuses?: boolean;
  members?: boolean;
  global_users?: boolean;
  direct_messages?: boolean;
  channel_mentions?: boolean;
  blocked_file_types?: string[];
  max_file_size_mb?: number;
  road?: Road;
}

export interface Invitation {
  invite: string;
  password?: string;
}

export interface NewConnection {
  name: string;
  display_name?: string;
  default_team_id?: string;
  password?: string;
}

export interface Team {
  id: string;
  display_name: string;
}

export interface FoundChannel {
  id: string;
  display_name: string;
  team_display_name?: string;
  type: string;
  delete_at: number;
}

export interface BlockedPerson {
  user_id: string;
  username: string;
  actor_id: string;
  actor: string;
  create_at: number;
}

// A channel of another server that waits for an administrator here.
export interface Offer {
  remote_id: string;
  remote_display_name: string;
  channel_id: string;
  name: string;
  display_name: string;
  purpose: string;
  type: 'O' | 'P';
  read_only: boolean;
  default_team_id: string;
  invites_again: boolean;
  declined: boolean;
  approved: boolean;
  offered_at: number;
}

// An answer that is not 2xx, in the words that the server has for people.
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function cookie(name: string): string {
  for (const pair of document.cookie.split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value ?? '';
  }
  return '';
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = {'X-Requested-With': 'XMLHttpRequest', 'X-CSRF-Token': cookie('MMCSRF')};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await fetch((window.basename ?? '') + path, {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let parsed: unknown;
  try {
    parsed = text === '' ? undefined : JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (!answer.ok) {
    const said = (parsed as {message?: string} | undefined)?.message;
    throw new Refused(answer.status, said ?? `HTTP ${answer.status}`);
  }
  return parsed as T;
}

const plugin = `/plugins/${pluginId}/api`;
const native = `${plugin}/v4/remotecluster`;
const ours = `${plugin}/v1`;
const of = (remote: string) => `${ours}/connections/${encodeURIComponent(remote)}`;

export const api = {
  connections: () => ask<Connection[]>('GET', `${ours}/connections`),
  create: (wanted: NewConnection) => ask<Invitation>('POST', native, wanted),
  accept: (wanted: NewConnection & {invite: string}) => ask<unknown>('POST', `${native}/accept_invite`, wanted),
  patch: (remote: string, change: {display_name?: string; default_team_id?: string}) =>
    ask<unknown>('PATCH', `${native}/${remote}`, change),
  remove: (remote: string) => ask<unknown>('DELETE', `${native}/${remote}`),
  invitation: (remote: string) => ask<Invitation>('POST', `${of(remote)}/invite`, {}),
  pause: (remote: string) => ask<unknown>('POST', `${of(remote)}/pause`),
  resume: (remote: string) => ask<unknown>('POST', `${of(remote)}/resume`),
  rotate: (remote: string) => ask<unknown>('POST', `${of(remote)}/rotate`),
  doctor: (remote: string) => ask<{findings: Finding[]}>('POST', `${of(remote)}/doctor`),
  policy: (remote: string) => ask<Policy>('GET', `${of(remote)}/policy`),
  setPolicy: (remote: string, policy: Policy) => ask<unknown>('PUT', `${of(remote)}/policy`, policy),
  deadLetters: (remote: string) => ask<DeadLetter[]>('GET', `${of(remote)}/dead_letters`),
  redrive: (remote: string, which: {id?: number; channel_id?: string}) =>
    ask<{count: number}>('POST', `${of(remote)}/redrive`, which),
  channels: () => ask<SharedChannel[]>('GET', `${ours}/channels`),
  panel: (channel: string) => ask<ChannelPanel>('GET', `${ours}/channels/${channel}`),
  redriveChannel: (channel: string, which: {id?: number}) =>
    ask<{count: number}>('POST', `${ours}/channels/${channel}/redrive`, which),
  comparisons: (channel: string) => ask<Comparison[]>('GET', `${ours}/channels/${channel}/reconciliations`),
  compare: (channel: string) => ask<{count: number}>('POST', `${ours}/channels/${channel}/reconcile`, {}),
  share: (remote: string, channel: string, how: {read_only: boolean; history_days: number}) =>
    ask<unknown>('POST', `${native}/${remote}/channels/${channel}/invite`, how),
  unshare: (remote: string, channel: string) =>
    ask<unknown>('POST', `${native}/${remote}/channels/${channel}/uninvite`),
  blocked: (remote: string) => ask<BlockedPerson[]>('GET', `${of(remote)}/blocked`),
  block: (remote: string, username: string) => ask<unknown>('POST', `${of(remote)}/block`, {username}),
  unblock: (remote: string, username: string) => ask<unknown>('POST', `${of(remote)}/unblock`, {username}),
  offers: () => ask<Offer[]>('GET', `${ours}/offers`),
  takeOffer: (remote: string, channel: string, landing: {team_id: string; name: string}) =>
    ask<unknown>('POST', `${of(remote)}/offers/${encodeURIComponent(channel)}/take`, landing),
  declineOffer: (remote: string, channel: string) =>
    ask<unknown>('POST', `${of(remote)}/offers/${encodeURIComponent(channel)}/decline`),
  // Which settings of the server the environment fixes.
  environment: () => ask<{PluginSettings?: {Plugins?: unknown}}>('GET', '/api/v4/config/environment'),
  teams: () => ask<Team[]>('GET', '/api/v4/teams?per_page=200'),
  findChannels: (term: string) => ask<FoundChannel[]>('POST', '/api/v4/channels/search', {term}),
};
