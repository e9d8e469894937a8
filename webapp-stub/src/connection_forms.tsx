// The forms of the connections' screen. Each calls `done` when the server has said yes.
import React, {useState} from 'react';

import {api} from './api';
import type {Connection, Draft, Policy, Team} from './api';
import {Button, Choice, Copied, Field, Form, styles} from './parts';
import {texts} from './texts';

const words = texts.connections;

export interface Invitation {
  invite: string;
  password: string; // empty: the administrator's own
}

interface FormProps {
  connection: Connection;
  teams: Team[];
  done: () => void;
  close: () => void;
}

function teamOptions(teams: Team[]): Array<[string, string]> {
  return teams.map((team) => [team.id, team.display_name]);
}

export function Invited({invitation, close}: {invitation: Invitation; close: () => void}) {
  return (
    <div role="status" style={styles.box}>
      <p>{words.invited}</p>
      <Copied label={words.invite} text={invitation.invite} />
      {invitation.password ? <Copied label={words.password} text={invitation.password} /> : <p>{`${words.password}: ${words.ownPassword}`}</p>}
      <Button onClick={close}>OK</Button>
    </div>
  );
}

function useDraft(): [Draft, (part: Partial<Draft>) => void] {
  const [draft, setDraft] = useState<Draft>({name: '', display_name: '', default_team_id: '', password: ''});
  return [draft, (part) => setDraft((before) => ({...before, ...part}))];
}

function NameFields({draft, set, teams}: {draft: Draft; set: (part: Partial<Draft>) => void; teams: Team[]}) {
  return (
    <>
      <Field label={words.name} help={words.nameHelp} value={draft.name} required onChange={(name) => set({name})} />
      <Field label={words.displayName} value={draft.display_name} onChange={(to) => set({display_name: to})} />
      <Choice label={words.team} value={draft.default_team_id} options={[['', words.firstTeam], ...teamOptions(teams)]} onChange={(to) => set({default_team_id: to})} />
    </>
  );
}

export function CreateForm({teams, invited, close}: {teams: Team[]; invited: (made: Invitation) => void; close: () => void}) {
  const [draft, set] = useDraft();
  const submit = async () => {
    const made = await api.create(draft);
    invited({invite: made.invite, password: made.password ?? ''});
  };
  return (
    <Form title={words.create} submit={words.create} onSubmit={submit} onCancel={close}>
      <NameFields draft={draft} set={set} teams={teams} />
      <Field label={words.password} help={words.passwordHelp} value={draft.password} onChange={(password) => set({password})} />
    </Form>
  );
}

export function AcceptForm({teams, done, close}: {teams: Team[]; done: () => void; close: () => void}) {
  const [draft, set] = useDraft();
  const [invite, setInvite] = useState('');
  const submit = async () => {
    await api.accept({...draft, invite: invite.trim()});
    done();
  };
  return (
    <Form title={words.accept} submit={words.accept} onSubmit={submit} onCancel={close}>
      <Field area label={words.invite} help={words.inviteHelp} value={invite} required onChange={setInvite} />
      <Field label={words.password} help={words.acceptPasswordHelp} value={draft.password} required onChange={(password) => set({password})} />
      <NameFields draft={draft} set={set} teams={teams} />
    </Form>
  );
}

export function RenewForm({connection, invited, close}: FormProps & {invited: (made: Invitation) => void}) {
  const [password, setPassword] = useState('');
  const submit = async () => invited({invite: await api.renew(connection.remote_id, password), password: ''});
  return (
    <Form title={words.renew} submit={words.renew} onSubmit={submit} onCancel={close}>
      <Field label={words.password} help={texts.connections.passwordHelp.split('.')[0] + '.'} value={password} required onChange={setPassword} />
    </Form>
  );
}

export function EditForm({connection, teams, done, close}: FormProps) {
  const [name, setName] = useState(connection.display_name);
  const [team, setTeam] = useState(connection.default_team_id);
  const submit = async () => {
    await api.edit(connection.remote_id, team ? {display_name: name, default_team_id: team} : {display_name: name});
    done();
  };
  return (
    <Form title={words.edit} submit={texts.save} onSubmit={submit} onCancel={close}>
      <Field label={words.displayName} value={name} required onChange={setName} />
      <Choice label={words.team} value={team} options={[...(connection.default_team_id ? [] : [['', words.firstTeam] as [string, string]]), ...teamOptions(teams)]} onChange={setTeam} />
    </Form>
  );
}

type Switch = 'statuses' | 'members' | 'global_users' | 'direct_messages' | 'channel_mentions';
const switches: Switch[] = ['statuses', 'members', 'global_users', 'direct_messages', 'channel_mentions'];

export function PolicyForm({connection, done, close}: FormProps) {
  const [policy, setPolicy] = useState<Policy>(connection.policy);
  const shown = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
  const read = (word: string) => (word === '' ? undefined : word === 'yes');
  const submit = async () => {
    await api.setPolicy(connection.remote_id, policy);
    done();
  };
  return (
    <Form title={words.policy} submit={texts.save} onSubmit={submit} onCancel={close}>
      {switches.map((name) => (
        <Choice
          key={name}
          label={texts.policy[name]}
          value={shown(policy[name])}
          options={[['', texts.policy.asSettings], ['yes', texts.policy.yes], ['no', texts.policy.no]]}
          onChange={(word) => setPolicy((before) => ({...before, [name]: read(word)}))}
        />
      ))}
    </Form>
  );
}

export function RemoveForm({connection, done, close}: FormProps) {
  const submit = async () => {
    await api.remove(connection.remote_id);
    done();
  };
  return (
    <Form title={`${words.remove}: ${connection.display_name}`} submit={words.remove} onSubmit={submit} onCancel={close}>
      <p>{words.removing(connection.display_name, connection.channels)}</p>
    </Form>
  );
}
