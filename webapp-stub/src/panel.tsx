// The side panel of a channel: with whom it is shared, since when, and how far behind it is.
import React, {useCallback, useSyncExternalStore} from 'react';

import {api} from './api';
import type {Share} from './api';
import {ago, day, duration, posts, shareState} from './format';
import type {Store} from './mattermost';
import {Failure, styles, useAsked} from './parts';
import {texts} from './texts';

const words = texts.panel;
const period = 5000;

function Card({share, now}: {share: Share; now: number}) {
  return (
    <article style={styles.box} aria-label={share.remote_name}>
      <h4>{share.remote_name}</h4>
      <p>
        {shareState(share)}
        {share.read_only && `, ${words.readOnly}`}
      </p>
      <p style={styles.help}>{share.home ? words.home : words.away}</p>
      <dl>
        <dt>{words.since}</dt>
        <dd>{day(share.since)}</dd>
        <dt>{words.last}</dt>
        <dd>{ago(share.last_post_at, now)}</dd>
        <dt>{words.waiting}</dt>
        <dd>{share.pending === 0 ? posts(0) : `${posts(share.pending)}, ${duration(share.lag_ms)}`}</dd>
        {share.next_try_at > now && <><dt>{words.next}</dt><dd>{duration(share.next_try_at - now)}</dd></>}
      </dl>
      <Failure text={share.last_error ?? ''} />
    </article>
  );
}

export function Panel({store}: {store: Store}) {
  const channel = useSyncExternalStore(
    useCallback((listener: () => void) => store.subscribe(listener), [store]),
    () => store.getState().entities.channels.currentChannelId,
  );
  const {value: shares, failure} = useAsked(() => api.sharesOf(channel), period, channel);
  return (
    <div style={{padding: 16, overflow: 'auto'}} data-testid="causeway-panel">
      <Failure text={failure} />
      {shares === null && !failure && <p>{texts.loading}</p>}
      {shares?.length === 0 && <p>{words.none}</p>}
      {shares?.map((share) => <Card key={share.remote_id} share={share} now={Date.now()} />)}
    </div>
  );
}
