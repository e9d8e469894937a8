// Beside a channel: with whom it is shared, how that stands, and what did not cross.
import React, {useCallback} from './host/react';

import {api, type SharedChannel} from './api';
import {shareStanding} from './channels';
import {Compare} from './compare';
import {LetterList} from './dead_letters';
import {Badge, Notice, useDeed, useLive} from './parts';
import {useStyles} from './styles';
import {duration, useAgo, useTexts} from './texts';

function Partner(props: {one: SharedChannel}) {
  const {one} = props;
  const say = useTexts();
  const ago = useAgo();
  const how = shareStanding(one);
  return (
    <li className='cw-card'>
      <div className='cw-head'>
        <strong>{one.remote_display_name}</strong>
        <Badge tone={how.tone}>{say(how.text)}</Badge>
        {one.read_only && <Badge tone='off'>{say('causeway.read_only')}</Badge>}
      </div>
      <p>
        {say(one.home ? 'causeway.shared_from_here' : 'causeway.shared_from_there', {since: ago(one.create_at)})}
        {one.pending > 0 && ` ${say('causeway.behind', {count: one.pending, time: duration(one.lag_ms)})}`}
      </p>
      {one.last_error && <Notice tone='bad'>{one.last_error}</Notice>}
    </li>
  );
}

export function Panel() {
  useStyles();
  const say = useTexts();
  const channel = window.ReactRedux.useSelector((state) => state.entities.channels.currentChannelId);
  const ask = useCallback(() => api.panel(channel), [channel]);
  const {value: panel, error, again} = useLive(ask);
  const deed = useDeed(again);
  const redrive = (id?: number) => void deed.run(() => api.redriveChannel(channel, id === undefined ? {} : {id}));
  return (
    <section className='cw cw-side' aria-label={say('causeway.panel')}>
      {(error || deed.error) && <Notice tone='bad'>{error || deed.error}</Notice>}
      {panel && panel.channel_id === channel && !panel.shared && <p>{say('causeway.not_shared')}</p>}
      {panel && panel.channel_id === channel && panel.shared && (
        <ul className='cw-list'>
          {panel.remotes.map((one) => (
            <Partner key={one.remote_id} one={one} />
          ))}
        </ul>
      )}
      {panel && panel.channel_id === channel && panel.dead_letters.length > 0 && (
        <>
          <h4>{say('causeway.letters')}</h4>
          <LetterList
            letters={panel.dead_letters}
            onRedrive={panel.manages ? redrive : undefined}
            busy={deed.busy}
          />
        </>
      )}
      {panel && panel.channel_id === channel && panel.shared && panel.manages && <Compare channel={channel} />}
    </section>
  );
}
