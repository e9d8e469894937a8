// One connection: how it stands, and what can be done with it.
import React, {useState} from './host/react';

import {api, type Connection, type Finding, type Invitation} from './api';
import {EditForm, InvitationShown} from './connection_forms';
import {DeadLetters} from './dead_letters';
import {Badge, Button, FormEnd, Notice, type Tone, useDeed} from './parts';
import {PolicyForm} from './policy_form';
import {duration, type TextKey, useAgo, useTexts} from './texts';

// A word for how a connection is: that it stands counts for little when nobody answers.
export function standing(one: {state: Connection['state']; online: boolean}): {tone: Tone; text: TextKey} {
  switch (one.state) {
    case 'connected':
      return one.online ? {tone: 'good', text: 'causeway.online'} : {tone: 'bad', text: 'causeway.offline'};
    case 'pending':
      return {tone: 'wait', text: 'causeway.pending'};
    case 'paused':
      return {tone: 'wait', text: 'causeway.paused'};
    case 'stopped':
      return {tone: 'bad', text: 'causeway.stopped'};
    default:
      return {tone: 'off', text: 'causeway.ended'};
  }
}

function Findings(props: {findings: Finding[]}) {
  const say = useTexts();
  const tones: Record<Finding['verdict'], Tone> = {ok: 'good', doubtful: 'wait', wrong: 'bad'};
  const words: Record<Finding['verdict'], TextKey> = {
    ok: 'causeway.verdict_ok',
    doubtful: 'causeway.verdict_doubtful',
    wrong: 'causeway.verdict_wrong',
  };
  return (
    <ul className='cw-findings' aria-label={say('causeway.doctor')}>
      {props.findings.map((finding) => (
        <li key={finding.part}>
          <Badge tone={tones[finding.verdict]}>{say(words[finding.verdict])}</Badge> {finding.text}
        </li>
      ))}
    </ul>
  );
}

type Open = 'edit' | 'policy' | 'letters' | 'remove';

export function ConnectionRow(props: {connection: Connection; onChange: () => void}) {
  const {connection, onChange} = props;
  const say = useTexts();
  const ago = useAgo();
  const deed = useDeed(onChange);
  const [open, setOpen] = useState<Open>();
  const [findings, setFindings] = useState<Finding[]>();
  const [invitation, setInvitation] = useState<Invitation>();
  const id = connection.remote_id;
  const how = standing(connection);
  const toggle = (what: Open) => setOpen(open === what ? undefined : what);
  const close = () => setOpen(undefined);
  const stands = connection.state === 'connected' || connection.state === 'paused';
  const examine = () => void deed.run(async () => setFindings((await api.doctor(id)).findings));
  const remove = () => void deed.run(() => api.remove(id)).then((good) => good && close());

  return (
    <li className='cw-card' aria-label={connection.display_name}>
      <div className='cw-head'>
        <strong>{connection.display_name}</strong>
        <code>{connection.name}</code>
        <Badge tone={how.tone}>{say(how.text)}</Badge>
        {connection.causeway && <Badge tone='off'>Causeway</Badge>}
        <span className='cw-address'>{connection.site_url}</span>
      </div>
      <dl className='cw-facts'>
        <div>
          <dt>{say('causeway.last_seen')}</dt>
          <dd>{ago(connection.last_ping_at)}</dd>
        </div>
        <div>
          <dt>{say('causeway.channels')}</dt>
          <dd>{connection.channels}</dd>
        </div>
        <div>
          <dt>{say('causeway.waiting')}</dt>
          <dd>
            {connection.pending}
            {connection.pending > 0 && ` (${duration(connection.lag_ms)})`}
          </dd>
        </div>
        <div>
          <dt>{say('causeway.not_taken')}</dt>
          <dd>{connection.dead_letters}</dd>
        </div>
      </dl>
      {connection.last_error && <Notice tone='bad'>{connection.last_error}</Notice>}
      {deed.error && <Notice tone='bad'>{deed.error}</Notice>}
      <div className='cw-bar'>
        {connection.state === 'connected' && (
          <Button onClick={() => void deed.run(() => api.pause(id))} disabled={deed.busy}>
            {say('causeway.pause')}
          </Button>
        )}
        {connection.state === 'paused' && (
          <Button kind='primary' onClick={() => void deed.run(() => api.resume(id))} disabled={deed.busy}>
            {say('causeway.resume')}
          </Button>
        )}
        {connection.state === 'pending' && (
          <Button onClick={() => void deed.run(async () => setInvitation(await api.invitation(id)))} disabled={deed.busy}>
            {say('causeway.invite_again')}
          </Button>
        )}
        {stands && (
          <Button onClick={examine} disabled={deed.busy}>
            {say('causeway.doctor')}
          </Button>
        )}
        {connection.state === 'connected' && connection.causeway && (
          <Button onClick={() => void deed.run(() => api.rotate(id))} disabled={deed.busy}>
            {say('causeway.rotate')}
          </Button>
        )}
        {connection.dead_letters > 0 && (
          <Button onClick={() => toggle('letters')} expanded={open === 'letters'}>
            {say('causeway.letters')}
          </Button>
        )}
        <Button onClick={() => toggle('policy')} expanded={open === 'policy'}>
          {say('causeway.policy')}
        </Button>
        <Button onClick={() => toggle('edit')} expanded={open === 'edit'}>
          {say('causeway.edit')}
        </Button>
        <Button kind='danger' onClick={() => toggle('remove')} expanded={open === 'remove'}>
          {say('causeway.remove')}
        </Button>
      </div>
      {findings && <Findings findings={findings} />}
      {invitation && <InvitationShown invitation={invitation} onDone={() => setInvitation(undefined)} />}
      {open === 'edit' && <EditForm connection={connection} onChange={onChange} onDone={close} />}
      {open === 'policy' && <PolicyForm remote={id} onDone={close} />}
      {open === 'letters' && <DeadLetters remote={id} onChange={onChange} />}
      {open === 'remove' && (
        <div className='cw-panel' role='group' aria-label={say('causeway.remove')}>
          <p>{say('causeway.remove_what', {name: connection.display_name, count: connection.channels})}</p>
          <FormEnd
            kind='danger'
            label={say('causeway.remove_yes', {name: connection.display_name})}
            disabled={deed.busy}
            onGo={remove}
            onCancel={close}
          />
        </div>
      )}
    </li>
  );
}
