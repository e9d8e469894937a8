// System Console: what is shared with whom.
import React, {useCallback, useState} from './host/react';

import {api, type SharedChannel} from './api';
import {Offers} from './offers';
import {Badge, Button, FormEnd, Notice, type Tone, useDeed, useLive} from './parts';
import {ShareForm} from './share_form';
import {standing} from './connection_row';
import {useStyles} from './styles';
import {duration, type TextKey, useAgo, useTexts} from './texts';

// How a share is: before it is confirmed, the connection behind it says little.
export function shareStanding(one: SharedChannel): {tone: Tone; text: TextKey} {
  if (one.invite === 'waiting') return {tone: 'wait', text: 'causeway.share_waiting'};
  if (one.invite === 'refused') return {tone: 'bad', text: 'causeway.share_refused'};
  return standing(one);
}

function Row(props: {channel: SharedChannel; onChange: () => void}) {
  const {channel} = props;
  const say = useTexts();
  const ago = useAgo();
  const deed = useDeed(props.onChange);
  const [asking, setAsking] = useState(false);
  const how = shareStanding(channel);
  const name = channel.display_name || channel.name;
  const what = {channel: name, name: channel.remote_display_name};
  const unshare = () =>
    void deed.run(() => api.unshare(channel.remote_id, channel.channel_id)).then((good) => good && setAsking(false));
  const changeTerms = () =>
    void deed.run(() =>
      api.share(channel.remote_id, channel.channel_id, {read_only: !channel.read_only, history_days: 0}),
    );
  return (
    <>
      <tr>
        <th scope='row'>
          {name} {channel.read_only && <Badge tone='off'>{say('causeway.read_only')}</Badge>}
        </th>
        <td>{channel.remote_display_name}</td>
        <td>
          <Badge tone={how.tone}>{say(how.text)}</Badge>
        </td>
        <td>{ago(channel.last_post_at)}</td>
        <td>
          {channel.pending}
          {channel.pending > 0 && ` (${duration(channel.lag_ms)})`}
        </td>
        <td>{channel.dead_letters}</td>
        <td className='cw-actions'>
          {channel.dead_letters > 0 && (
            <Button
              onClick={() => void deed.run(() => api.redriveChannel(channel.channel_id, {}))}
              disabled={deed.busy}
              label={say('causeway.redrive_channel', what)}
            >
              {say('causeway.redrive')}
            </Button>
          )}
          {channel.home && channel.invite === 'confirmed' && channel.type !== 'D' && channel.type !== 'G' && (
            <Button
              onClick={changeTerms}
              disabled={deed.busy}
              label={say(channel.read_only ? 'causeway.may_write_what' : 'causeway.may_read_what', what)}
            >
              {say(channel.read_only ? 'causeway.may_write' : 'causeway.may_read')}
            </Button>
          )}
          <Button
            kind='danger'
            onClick={() => setAsking(!asking)}
            expanded={asking}
            label={say('causeway.unshare_what', what)}
          >
            {say('causeway.unshare')}
          </Button>
        </td>
      </tr>
      {(asking || deed.error || channel.last_error) && (
        <tr>
          <td colSpan={7}>
            {(deed.error || channel.last_error) && <Notice tone='bad'>{deed.error || channel.last_error}</Notice>}
            {asking && (
              <div className='cw-panel' role='group' aria-label={say('causeway.unshare')}>
                <p>{say('causeway.unshare_means', what)}</p>
                <FormEnd
                  kind='danger'
                  label={say('causeway.unshare_what', what)}
                  disabled={deed.busy}
                  onGo={unshare}
                  onCancel={() => setAsking(false)}
                />
              </div>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

export function Channels() {
  useStyles();
  const say = useTexts();
  const ask = useCallback(
    async () => {
      const [channels, connections, offers] = await Promise.all([api.channels(), api.connections(), api.offers()]);
      return {channels, connections, offers};
    },
    [],
  );
  const {value, error, again} = useLive(ask);
  const [sharing, setSharing] = useState(false);
  const partners = value?.connections.filter((one) => one.state === 'connected' || one.state === 'paused') ?? [];
  return (
    <section className='cw' aria-label={say('causeway.channels')}>
      <div className='cw-bar'>
        <Button kind='primary' onClick={() => setSharing(!sharing)} expanded={sharing} disabled={partners.length === 0}>
          {say('causeway.share')}
        </Button>
      </div>
      {sharing && <ShareForm connections={partners} onChange={again} onDone={() => setSharing(false)} />}
      {error && <Notice tone='bad'>{error}</Notice>}
      {value && <Offers offers={value.offers} onChange={again} />}
      {value?.channels.length === 0 && <p className='cw-empty'>{say('causeway.no_channels')}</p>}
      {value && value.channels.length > 0 && (
        <div className='cw-scroll' tabIndex={0} role='region' aria-label={say('causeway.channels')}>
          <table className='cw-table'>
            <thead>
              <tr>
                <th scope='col'>{say('causeway.channel')}</th>
                <th scope='col'>{say('causeway.with')}</th>
                <th scope='col'>{say('causeway.state')}</th>
                <th scope='col'>{say('causeway.last_post')}</th>
                <th scope='col'>{say('causeway.waiting')}</th>
                <th scope='col'>{say('causeway.not_taken')}</th>
                <th scope='col'>{say('causeway.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {value.channels.map((one) => (
                <Row key={one.channel_id + one.remote_id} channel={one} onChange={again} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
