// Times and numbers for people.
import type {Connection, Share} from './api';
import {texts} from './texts';

export function duration(millis: number): string {
  const seconds = Math.round(millis / 1000);
  if (seconds < 1) return '0 s';
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} d`;
}

export function ago(at: number, now: number): string {
  return at === 0 ? texts.never : `${duration(Math.max(0, now - at))} ago`;
}

export function day(at: number): string {
  return at === 0 ? texts.never : new Date(at).toLocaleDateString();
}

// A count that the server stops at 1,000 a channel.
export function posts(count: number): string {
  return count === 1 ? '1 post' : `${count}${count >= 1000 ? '+' : ''} posts`;
}

export function stateOf(connection: Pick<Connection, 'state' | 'online'>): string {
  return connection.state === 'connected' && !connection.online ? texts.offline : texts.state[connection.state];
}

export function shareState(share: Share): string {
  if (share.invite !== 'confirmed') return texts.channels.invite[share.invite];
  if (share.remote_state !== 'connected' || !share.online) return stateOf({state: share.remote_state, online: share.online});
  return texts.channels.invite.confirmed;
}
