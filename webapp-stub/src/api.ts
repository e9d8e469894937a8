// What the screens ask of the server: Causeway's own doors (docs/openapi.json) and a few of Mattermost's. A refusal is an
// Error with the server's text.
import {id as pluginId} from '../../plugin.json';

export interface Policy {
  profile_fields?: string[];
  statuses?: boolean;
  members?: boolean;
  global_users?: boolean;
  direct_messages?: boolean;
  channel_mentions?: boolean;
  road?: {ca?: string; pin?: string; proxy?: string};
}

export interface Connection {
  remote_id: string;
  name: string;
  display_name: string;
  site_url: string;
  default_team_id: string;
  state: 'pending' | 'connected' | 'stopped' | 'paused';
  online: boolean;
  causeway: boolean;
  last_ping_at: number;
  last_error: string;
  channels: number;
  pending: number;
  lag_ms: number;
  next_try_at: number;
  policy: Policy;
  can: string[];
}

export interface Share {
  channel_id: string;
  team_id: string;
  display_name: string;
  home: boolean;
  remote_id: string;
  remote_name: string;
  remote_state: Connection['state'];
  online: boolean;
  invite: 'waiting' | 'confirmed' | 'refused';
  read_only: boolean;
  since: number;
  last_post_at: number;
  pending: number;
  lag_ms: number;
  next_try_at: number;
  last_error?: string;
}

export interface Team {
  id: string;
  display_name: string;
}

export interface FoundChannel extends Team {
  team_display_name?: string;
  type: string;
}

function csrf(): string {
  return /(?:^|; )MMCSRF=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = {'X-Requested-With': 'XMLHttpRequest', 'X-CSRF-Token': csrf()};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await fetch((window.basename ?? '') + path, {
    method,
    headers,
    credentials: 'same-origin',
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let value: unknown = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    throw new Error(`${answer.status} ${answer.statusText}`);
  }
  if (!answer.ok) throw new Error((value as {message?: string} | null)?.message || `${answer.status} ${answer.statusText}`);
  return value as T;
}

const root = `/plugins/${pluginId}`;
const v1 = `${root}/api/v1`;
const remotes = `${root}/api/v4/remotecluster`;

export interface Draft {
  name: string;
  display_name: string;
  default_team_id: string;
  password: string;
}

export const api = {
  connections: () => ask<Connection[]>('GET', `${v1}/connections`),
  create: (draft: Draft) => ask<{invite: string; password?: string}>('POST', remotes, draft),
  renew: (remote: string, password: string) => ask<string>('POST', `${remotes}/${remote}/generate_invite`, {password}),
  accept: (draft: Draft & {invite: string}) => ask<unknown>('POST', `${remotes}/accept_invite`, draft),
  edit: (remote: string, to: {display_name: string; default_team_id?: string}) => ask<unknown>('PATCH', `${remotes}/${remote}`, to),
  act: (remote: string, what: 'pause' | 'resume' | 'rotate') => ask<unknown>('POST', `${v1}/connections/${remote}/${what}`),
  setPolicy: (remote: string, policy: Policy) => ask<Policy>('PUT', `${v1}/connections/${remote}/policy`, policy),
  remove: (remote: string) => ask<unknown>('DELETE', `${remotes}/${remote}`),
  shares: () => ask<Share[]>('GET', `${v1}/shares`),
  sharesOf: (channel: string) => ask<Share[]>('GET', `${v1}/channels/${channel}/shares`),
  share: (remote: string, channel: string, readOnly: boolean) =>
    ask<unknown>('POST', `${remotes}/${remote}/channels/${channel}/invite`, {read_only: readOnly}),
  unshare: (remote: string, channel: string) => ask<unknown>('POST', `${remotes}/${remote}/channels/${channel}/uninvite`),
  teams: () => ask<Team[]>('GET', '/api/v4/teams?per_page=200'),
  findChannels: (term: string) =>
    ask<FoundChannel[]>('POST', '/api/v4/channels/search?system_console=true', {term, page: 0, per_page: 20}).then(
      (found) => (Array.isArray(found) ? found : (found as {channels: FoundChannel[]}).channels),
    ),
};
