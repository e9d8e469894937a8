// System Console: the servers that this one is connected with.
import React, {useState} from 'react';

import {api} from './api';
import type {Connection, Team} from './api';
import {AcceptForm, CreateForm, EditForm, Invited, PolicyForm, RemoveForm, RenewForm} from './connection_forms';
import type {Invitation} from './connection_forms';
import {ago, duration, posts, stateOf} from './format';
import type {SettingProps} from './mattermost';
import {Button, Failure, styles, useAsked} from './parts';
import {texts} from './texts';

const words = texts.connections;
const period = 5000;

type Open = {form: 'create' | 'accept'} | {form: 'edit' | 'policy' | 'remove' | 'renew'; remote: string} | null;

function Actions(props: {connection: Connection; open: (form: 'edit' | 'policy' | 'remove' | 'renew') => void; act: (what: 'pause' | 'resume' | 'rotate') => void}) {
  const {connection} = props;
  const name = connection.display_name;
  // Only what the server says that it can do now.
  const can = (what: string) => connection.can.includes(what);
  return (
    <div style={styles.row}>
      {can('pause') && <Button label={`${words.pause}: ${name}`} onClick={() => props.act('pause')}>{words.pause}</Button>}
      {can('resume') && <Button primary label={`${words.resume}: ${name}`} onClick={() => props.act('resume')}>{words.resume}</Button>}
      {can('renew_invite') && <Button label={`${words.renew}: ${name}`} onClick={() => props.open('renew')}>{words.renew}</Button>}
      {can('edit') && <Button label={`${words.edit}: ${name}`} onClick={() => props.open('edit')}>{words.edit}</Button>}
      {can('policy') && <Button label={`${words.policy}: ${name}`} onClick={() => props.open('policy')}>{words.policy}</Button>}
      {can('rotate') && <Button label={`${words.rotate}: ${name}`} onClick={() => props.act('rotate')}>{words.rotate}</Button>}
      {can('remove') && <Button label={`${words.remove}: ${name}`} onClick={() => props.open('remove')}>{words.remove}</Button>}
    </div>
  );
}

function Rows(props: {connection: Connection; now: number; actions: React.ReactNode; form: React.ReactNode}) {
  const {connection, now} = props;
  return (
    <>
      <tr>
        <th scope="row" style={styles.cell}>
          {connection.display_name}
          <span style={styles.help}>{connection.site_url || connection.name}</span>
        </th>
        <td style={styles.cell}>
          {stateOf(connection)}
          {connection.state === 'paused' && <span style={styles.help}>{words.paused}</span>}
          {connection.last_error && <span style={styles.error}>{connection.last_error}</span>}
        </td>
        <td style={styles.cell}>{ago(connection.last_ping_at, now)}</td>
        <td style={styles.cell}>{posts(connection.pending)}</td>
        <td style={styles.cell}>{duration(connection.lag_ms)}</td>
      </tr>
      <tr>
        <td colSpan={5}>
          {props.actions}
          {props.form}
        </td>
      </tr>
    </>
  );
}

export function Connections({disabled}: SettingProps) {
  const {value: connections, failure, again} = useAsked(api.connections, period);
  const {value: teams} = useAsked<Team[]>(api.teams, 60_000);
  const [open, setOpen] = useState<Open>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [refusal, setRefusal] = useState('');
  const close = () => setOpen(null);
  const done = () => {
    close();
    again();
  };
  const invited = (made: Invitation) => {
    setInvitation(made);
    done();
  };
  const act = (remote: string, what: 'pause' | 'resume' | 'rotate') =>
    void api.act(remote, what).then(() => setRefusal(''), (error: Error) => setRefusal(error.message)).finally(again);
  const formOf = (connection: Connection) => {
    if (open === null || !('remote' in open) || open.remote !== connection.remote_id) return null;
    const props = {connection, teams: teams ?? [], done, close};
    if (open.form === 'edit') return <EditForm {...props} />;
    if (open.form === 'policy') return <PolicyForm {...props} />;
    if (open.form === 'renew') return <RenewForm {...props} invited={invited} />;
    return <RemoveForm {...props} />;
  };
  return (
    <section aria-label={words.title} data-testid="causeway-connections">
      <h3>{words.title}</h3>
      <Failure text={failure || refusal} />
      {invitation && <Invited invitation={invitation} close={() => setInvitation(null)} />}
      {connections === null && !failure && <p>{texts.loading}</p>}
      {connections?.length === 0 && <p>{words.none}</p>}
      {connections !== null && connections.length > 0 && (
        <table style={styles.table}>
          <thead><tr>{words.columns.map((name) => <th key={name} scope="col" style={styles.cell}>{name}</th>)}</tr></thead>
          <tbody>
            {connections.map((connection) => (
              <Rows
                key={connection.remote_id}
                connection={connection}
                now={Date.now()}
                actions={disabled ? null : <Actions connection={connection} open={(form) => setOpen({form, remote: connection.remote_id})} act={(what) => act(connection.remote_id, what)} />}
                form={formOf(connection)}
              />
            ))}
          </tbody>
        </table>
      )}
      {!disabled && open === null && (
        <div style={styles.row}>
          <Button primary onClick={() => setOpen({form: 'create'})}>{words.create}</Button>
          <Button onClick={() => setOpen({form: 'accept'})}>{words.accept}</Button>
        </div>
      )}
      {open?.form === 'create' && <CreateForm teams={teams ?? []} invited={invited} close={close} />}
      {open?.form === 'accept' && <AcceptForm teams={teams ?? []} done={done} close={close} />}
    </section>
  );
}
