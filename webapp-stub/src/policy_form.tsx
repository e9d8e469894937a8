// What a connection may do; where nothing is chosen, the plugin's settings count.
import React, {useEffect, useState} from './host/react';

import {api, type Policy, type Road} from './api';
import {Blocked} from './blocked';
import {Check, Choice, Field, FormEnd, Notice, useDeed} from './parts';
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

const roadParts = ['ca', 'pin', 'proxy'] as const;
const roadTexts: Record<(typeof roadParts)[number], [label: TextKey, help: TextKey]> = {
  ca: ['causeway.road_ca', 'causeway.road_ca_help'],
  pin: ['causeway.road_pin', 'causeway.road_pin_help'],
  proxy: ['causeway.road_proxy', 'causeway.road_proxy_help'],
};

// "exe, .BAT" as exe and bat.
export function typesIn(text: string): string[] {
  const words = text.toLowerCase().split(/[\s,;]+/);
  return words.map((one) => one.replace(/^\.+/, '')).filter((one) => one !== '');
}

// Only when it is saved: whoever types a certificate ends its lines.
const trimmed = (road: Road): Road =>
  Object.fromEntries(roadParts.map((part) => [part, road[part]?.trim()]).filter(([, value]) => value));

const word = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');

export function PolicyForm(props: {remote: string; onDone: () => void}) {
  const say = useTexts();
  const deed = useDeed(() => undefined);
  const [policy, setPolicy] = useState<Policy>();
  const [types, setTypes] = useState('');
  const [size, setSize] = useState('');
  const [error, setError] = useState('');
  useEffect(() => {
    api.policy(props.remote).then(
      (found) => {
        setPolicy(found);
        setTypes(found.blocked_file_types?.join(', ') ?? '');
        setSize(found.max_file_size_mb === undefined ? '' : String(found.max_file_size_mb));
      },
      (failure: Error) => setError(failure.message),
    );
  }, [props.remote]);
  if (!policy) return <div className='cw-panel'>{error && <Notice tone='bad'>{error}</Notice>}</div>;
  const leaves = (field: string) => policy.profile_fields === undefined || policy.profile_fields.includes(field);
  const setField = (field: string, on: boolean) => {
    const kept = fields.filter((one) => (one === field ? on : leaves(one)));
    setPolicy({...policy, profile_fields: kept.length === fields.length ? undefined : [...kept]});
  };
  const ownTypes = policy.blocked_file_types !== undefined;
  const sizeGood = /^\d*$/.test(size.trim());
  const save = () => {
    const wanted: Policy = {
      ...policy,
      blocked_file_types: ownTypes ? typesIn(types) : undefined,
      max_file_size_mb: size.trim() === '' ? undefined : Number(size),
      road: policy.road && trimmed(policy.road),
    };
    void deed.run(() => api.setPolicy(props.remote, wanted)).then((good) => good && props.onDone());
  };
  const setRoad = (part: (typeof roadParts)[number], value: string) =>
    setPolicy({...policy, road: {...policy.road, [part]: value}});
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
      <Check
        label={say('causeway.policy_own_types')}
        value={ownTypes}
        onChange={(on) => setPolicy({...policy, blocked_file_types: on ? [] : undefined})}
      />
      {ownTypes && (
        <Field
          label={say('causeway.policy_types')}
          help={say('causeway.policy_types_help')}
          value={types}
          onChange={setTypes}
        />
      )}
      <Field
        label={say('causeway.policy_size')}
        help={say('causeway.policy_size_help')}
        value={size}
        onChange={setSize}
      />
      {!sizeGood && <Notice tone='bad'>{say('causeway.policy_size_bad')}</Notice>}
      <fieldset className='cw-fields'>
        <legend>{say('causeway.road')}</legend>
        {roadParts.map((part) => (
          <Field
            key={part}
            label={say(roadTexts[part][0])}
            help={say(roadTexts[part][1])}
            value={policy.road?.[part] ?? ''}
            lines={part === 'ca'}
            onChange={(value) => setRoad(part, value)}
          />
        ))}
      </fieldset>
      <Blocked remote={props.remote} />
      <FormEnd
        error={deed.error}
        label={say('causeway.save')}
        disabled={deed.busy || !sizeGood}
        onGo={save}
        onCancel={props.onDone}
      />
    </div>
  );
}
