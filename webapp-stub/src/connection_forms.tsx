// Making a connection: an invitation for another server, or accepting theirs; and changing what is local to this side.
import React, {useEffect, useState} from './host/react';

import {api, type Connection, type Invitation, type Team} from './api';
import {Button, Choice, Field, FormEnd, Notice, Secret, useDeed} from './parts';
import {useTexts} from './texts';

function useTeams(): Team[] {
  const [teams, setTeams] = useState<Team[]>([]);
  useEffect(() => {
    api.teams().then(setTeams, () => setTeams([])); // without the list the first team is the choice
  }, []);
  return teams;
}

export function TeamChoice(props: {label: string; value: string; onChange: (value: string) => void}) {
  const say = useTexts();
  const options = useTeams().map((team): [string, string] => [team.id, team.display_name]);
  return (
    <Choice
      label={props.label}
      value={props.value}
      options={[['', say('causeway.team_first')], ...options]}
      onChange={props.onChange}
    />
  );
}

// The name by which commands know it, made of what people call it.
export function nameFrom(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-._]+|[-._]+$/g, '')
    .slice(0, 64);
}

export function InvitationShown(props: {invitation: Invitation; onDone: () => void}) {
  const say = useTexts();
  return (
    <div className='cw-panel'>
      <Notice tone='wait'>{say('causeway.invite_once')}</Notice>
      <Secret label={say('causeway.invitation')} value={props.invitation.invite} />
      {props.invitation.password && <Secret label={say('causeway.password')} value={props.invitation.password} />}
      <p>{say('causeway.invite_next')}</p>
      <Button kind='primary' onClick={props.onDone}>
        {say('causeway.done')}
      </Button>
    </div>
  );
}

export function CreateForm(props: {onChange: () => void; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(props.onChange);
  const [title, setTitle] = useState('');
  const [team, setTeam] = useState('');
  const [invitation, setInvitation] = useState<Invitation>();
  if (invitation) return <InvitationShown invitation={invitation} onDone={props.onDone} />;
  const create = () =>
    void deed.run(async () =>
      setInvitation(await api.create({name: nameFrom(title), display_name: title.trim(), default_team_id: team})),
    );
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.create')}>
      <Field label={say('causeway.server_name')} value={title} onChange={setTitle} help={say('causeway.server_name_help')} />
      <TeamChoice label={say('causeway.team')} value={team} onChange={setTeam} />
      <FormEnd
        error={deed.error}
        label={say('causeway.create')}
        disabled={deed.busy || nameFrom(title) === ''}
        onGo={create}
        onCancel={props.onDone}
      />
    </div>
  );
}

export function AcceptForm(props: {onChange: () => void; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(props.onChange);
  const [title, setTitle] = useState('');
  const [team, setTeam] = useState('');
  const [invite, setInvite] = useState('');
  const [password, setPassword] = useState('');
  const accept = () =>
    void deed
      .run(() =>
        api.accept({
          name: nameFrom(title),
          display_name: title.trim(),
          default_team_id: team,
          invite: invite.trim(),
          password: password.trim(),
        }),
      )
      .then((good) => good && props.onDone());
  const missing = nameFrom(title) === '' || invite.trim() === '' || password.trim() === '';
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.accept')}>
      <Field label={say('causeway.server_name')} value={title} onChange={setTitle} help={say('causeway.server_name_help')} />
      <Field label={say('causeway.invitation')} value={invite} onChange={setInvite} lines={true} />
      <Field label={say('causeway.password')} value={password} onChange={setPassword} type='password' />
      <TeamChoice label={say('causeway.team')} value={team} onChange={setTeam} />
      <FormEnd
        error={deed.error}
        label={say('causeway.accept')}
        disabled={deed.busy || missing}
        onGo={accept}
        onCancel={props.onDone}
      />
    </div>
  );
}

export function EditForm(props: {connection: Connection; onChange: () => void; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(props.onChange);
  const [title, setTitle] = useState(props.connection.display_name);
  const [team, setTeam] = useState('');
  const save = () =>
    void deed
      .run(() =>
        api.patch(props.connection.remote_id, {
          display_name: title.trim(),
          ...(team === '' ? {} : {default_team_id: team}),
        }),
      )
      .then((good) => good && props.onDone());
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.edit')}>
      <Field label={say('causeway.server_name')} value={title} onChange={setTitle} />
      <TeamChoice label={say('causeway.team')} value={team} onChange={setTeam} />
      <FormEnd
        error={deed.error}
        label={say('causeway.save')}
        disabled={deed.busy || title.trim() === ''}
        onGo={save}
        onCancel={props.onDone}
      />
    </div>
  );
}
