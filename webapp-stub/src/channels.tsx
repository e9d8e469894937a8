// System Console: which channels are shared with whom.
import React, {useState} from 'react';

import {api} from './api';
import type {Connection, FoundChannel, Share} from './api';
import {day, posts, shareState} from './format';
import type {SettingProps} from './mattermost';
import {Button, Check, Choice, Failure, Field, Form, styles, useAsked} from './parts';
import {texts} from './texts';

const words = texts.channels;
const period = 5000;

function toggled(list: string[], item: string): string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function ShareForm({connections, done, close}: {connections: Connection[]; done: () => void; close: () => void}) {
  const [term, setTerm] = useState('');
  const [found, setFound] = useState<FoundChannel[]>([]);
  const [channel, setChannel] = useState('');
  const [remotes, setRemotes] = useState<string[]>(connections.length === 1 ? connections.map((one) => one.remote_id) : []);
  const [readOnly, setReadOnly] = useState(false);
  const search = (to: string) => {
    setTerm(to);
    if (to.length < 2) return;
    api.findChannels(to).then(
      (all) => {
        setFound(all);
        setChannel((before) => (all.some((one) => one.id === before) ? before : all[0]?.id ?? ''));
      },
      () => setFound([]),
    );
  };
  const submit = async () => {
    for (const remote of remotes) await api.share(remote, channel, readOnly);
    done();
  };
  return (
    <Form title={words.share} submit={words.share} onSubmit={submit} onCancel={close}>
      <Field label={words.search} help={words.searchHelp} value={term} onChange={search} />
      {found.length > 0 && (
        <Choice
          label={texts.channels.columns[0] ?? ''}
          value={channel}
          options={found.map((one) => [one.id, one.team_display_name ? `${one.display_name} (${one.team_display_name})` : one.display_name])}
          onChange={setChannel}
        />
      )}
      <fieldset style={styles.field}>
        <legend>{words.connections}</legend>
        {connections.map((one) => (
          <Check key={one.remote_id} label={one.display_name} value={remotes.includes(one.remote_id)} onChange={() => setRemotes(toggled(remotes, one.remote_id))} />
        ))}
      </fieldset>
      <Check label={words.readOnly} value={readOnly} onChange={setReadOnly} />
    </Form>
  );
}

function Row({share, stop}: {share: Share; stop: (() => void) | null}) {
  return (
    <tr>
      <th scope="row" style={styles.cell}>
        {share.display_name}
        {!share.home && <span style={styles.help}>{words.theirs}</span>}
      </th>
      <td style={styles.cell}>
        {share.remote_name}
        {share.read_only && <span style={styles.help}>{texts.panel.readOnly}</span>}
      </td>
      <td style={styles.cell}>
        {shareState(share)}
        {share.last_error && <span style={styles.error}>{share.last_error}</span>}
      </td>
      <td style={styles.cell}>{day(share.since)}</td>
      <td style={styles.cell}>
        {posts(share.pending)}
        {stop && <div><Button label={`${words.unshare}: ${share.display_name}, ${share.remote_name}`} onClick={stop}>{words.unshare}</Button></div>}
      </td>
    </tr>
  );
}

export function Channels({disabled}: SettingProps) {
  const {value: shares, failure, again} = useAsked(api.shares, period);
  const {value: connections} = useAsked(api.connections, period);
  const [sharing, setSharing] = useState(false);
  const [ending, setEnding] = useState<Share | null>(null);
  const ready = (connections ?? []).filter((one) => one.state !== 'pending');
  const done = () => {
    setSharing(false);
    setEnding(null);
    again();
  };
  const stop = async () => {
    if (ending) await api.unshare(ending.remote_id, ending.channel_id);
    done();
  };
  return (
    <section aria-label={words.title} data-testid="causeway-channels">
      <h3>{words.title}</h3>
      <Failure text={failure} />
      {shares === null && !failure && <p>{texts.loading}</p>}
      {shares?.length === 0 && <p>{words.none}</p>}
      {shares !== null && shares.length > 0 && (
        <table style={styles.table}>
          <thead><tr>{words.columns.map((name) => <th key={name} scope="col" style={styles.cell}>{name}</th>)}</tr></thead>
          <tbody>
            {shares.map((share) => (
              <Row key={share.channel_id + share.remote_id} share={share} stop={disabled ? null : () => setEnding(share)} />
            ))}
          </tbody>
        </table>
      )}
      {ending && (
        <Form title={words.unshare} submit={words.unshare} onSubmit={stop} onCancel={() => setEnding(null)}>
          <p>{words.unsharing(ending.display_name, ending.remote_name)}</p>
        </Form>
      )}
      {!disabled && !sharing && ready.length > 0 && <Button primary onClick={() => setSharing(true)}>{words.share}</Button>}
      {sharing && <ShareForm connections={ready} done={done} close={() => setSharing(false)} />}
    </section>
  );
}
