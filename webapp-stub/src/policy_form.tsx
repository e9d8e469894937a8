// What a connection may do; where nothing is chosen, the plugin's settings count.
import React, {useEffect, useState} from './host/react';

import {api, type Policy} from './api';
import {Check, Choice, FormEnd, Notice, useDeed} from './parts';
import {type TextKey, useTexts} from './texts';

const switches = ['members', 'statuses', 'global_users', 'direct_messages', 'channel_mentions'] as const;
const switchTexts: Record<(typeof switches)[number], TextKey> = {
  members: 'causeway.policy_members',
  statuses: 'causeway.policy_statuses',
  global_users: 'causeway.policy_global_users',
  direct_messages: 'causeway.policy_direct_messages',
  channel_mentions: 'causeway.policy_channel_mentions',
};
const fields = ['nickname', 'name', 'position', 'locale', 'timezone', 'picture'] as const;
const fieldTexts: Record<(typeof fields)[number], TextKey> = {
  nickname: 'causeway.field_nickname',
  name: 'causeway.field_name',
  position: 'causeway.field_position',
  locale: 'causeway.field_locale',
  timezone: 'causeway.field_timezone',
  picture: 'causeway.field_picture',
};

const word = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');

export function PolicyForm(props: {remote: string; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(() => undefined);
  const [policy, setPolicy] = useState<Policy>();
  const [error, setError] = useState('');
  useEffect(() => {
    api.policy(props.remote).then(setPolicy, (failure: Error) => setError(failure.message));
  }, [props.remote]);
  if (!policy) return <div className='cw-panel'>{error && <Notice tone='bad'>{error}</Notice>}</div>;
  const leaves = (field: string) => policy.profile_fields === undefined || policy.profile_fields.includes(field);
  const setField = (field: string, on: boolean) => {
    const kept = fields.filter((one) => (one === field ? on : leaves(one)));
    setPolicy({...policy, profile_fields: kept.length === fields.length ? undefined : [...kept]});
  };
  const save = () =>
    void deed.run(() => api.setPolicy(props.remote, policy)).then((good) => good && props.onDone());
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.policy')}>
      <fieldset className='cw-fields'>
        <legend>{say('causeway.policy_fields')}</legend>
        {fields.map((field) => (
          <Check key={field} label={say(fieldTexts[field])} value={leaves(field)} onChange={(on) => setField(field, on)} />
        ))}
      </fieldset>
      {switches.map((name) => (
        <Choice
          key={name}
          label={say(switchTexts[name])}
          value={word(policy[name])}
          options={[
            ['', say('causeway.by_settings')],
            ['yes', say('causeway.yes')],
            ['no', say('causeway.no')],
          ]}
          onChange={(value) => setPolicy({...policy, [name]: value === '' ? undefined : value === 'yes'})}
        />
      ))}
      <FormEnd
        error={deed.error}
        label={say('causeway.save')}
        disabled={deed.busy}
        onGo={save}
        onCancel={props.onDone}
      />
    </div>
  );
}
