// Sharing channels with a connected server, several at once.
import React, {useEffect, useState} from './host/react';

import {api, type Connection, type FoundChannel} from './api';
import {Check, Choice, Field, FormEnd, Notice, useDeed} from './parts';
import {useTexts} from './texts';

const typing_pause = 300;

function useFound(term: string): {found: FoundChannel[]; error: string} {
  const [found, setFound] = useState<FoundChannel[]>([]);
  const [error, setError] = useState('');
  useEffect(() => {
    if (term.trim() === '') {
      setFound([]);
      return undefined;
    }
    let over = false;
    const timer = window.setTimeout(() => {
      api.findChannels(term.trim()).then(
        (channels) => {
          if (over) return;
          setFound(channels.filter((one) => one.delete_at === 0 && (one.type === 'O' || one.type === 'P')));
          setError('');
        },
        (failure: Error) => !over && setError(failure.message),
      );
    }, typing_pause);
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [term]);
  return {found, error};
}

export function ShareForm(props: {connections: Connection[]; onChange: () => void; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(props.onChange);
  const [remote, setRemote] = useState(props.connections[0]?.remote_id ?? '');
  const [term, setTerm] = useState('');
  const [chosen, setChosen] = useState<FoundChannel[]>([]);
  const [history, setHistory] = useState('0');
  const [readOnly, setReadOnly] = useState(false);
  const {found, error} = useFound(term);
  const choose = (channel: FoundChannel, on: boolean) =>
    setChosen(on ? [...chosen, channel] : chosen.filter((one) => one.id !== channel.id));
  const shown = [...chosen, ...found.filter((one) => !chosen.some((other) => other.id === one.id))];
  // One after the other: what was refused stays chosen, and its reason is shown.
  const share = () =>
    void deed
      .run(async () => {
        let left = chosen;
        for (const channel of chosen) {
          await api.share(remote, channel.id, {read_only: readOnly, history_days: Number(history)});
          left = left.filter((one) => one.id !== channel.id);
          setChosen(left);
        }
      })
      .then((good) => good && props.onDone());
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.share')}>
      <Choice
        label={say('causeway.share_with')}
        value={remote}
        options={props.connections.map((one) => [one.remote_id, one.display_name])}
        onChange={setRemote}
      />
      <Field label={say('causeway.find_channels')} value={term} onChange={setTerm} />
      {error && <Notice tone='bad'>{error}</Notice>}
      <ul className='cw-choices' aria-label={say('causeway.channels')}>
        {shown.map((channel) => (
          <li key={channel.id}>
            <Check
              label={channel.team_display_name ? `${channel.display_name} (${channel.team_display_name})` : channel.display_name}
              value={chosen.some((one) => one.id === channel.id)}
              onChange={(on) => choose(channel, on)}
            />
          </li>
        ))}
      </ul>
      <Choice
        label={say('causeway.history')}
        value={history}
        options={[
          ['0', say('causeway.history_none')],
          ['7', say('causeway.history_days', {days: 7})],
          ['30', say('causeway.history_days', {days: 30})],
          ['365', say('causeway.history_days', {days: 365})],
          ['-1', say('causeway.history_all')],
        ]}
        onChange={setHistory}
      />
      <Check label={say('causeway.read_only_there')} value={readOnly} onChange={setReadOnly} />
      <FormEnd
        error={deed.error}
        label={say('causeway.share_count', {count: chosen.length})}
        disabled={deed.busy || chosen.length === 0 || remote === ''}
        onGo={share}
        onCancel={props.onDone}
      />
    </div>
  );
}
