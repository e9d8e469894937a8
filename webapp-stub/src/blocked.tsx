// People of one connection whose words are not taken here.
import React, {useCallback, useState} from './host/react';

import {api} from './api';
import {Button, Field, Notice, useDeed, useLive} from './parts';
import {useAgo, useTexts} from './texts';

export function Blocked(props: {remote: string}) {
  const {remote} = props;
  const say = useTexts();
  const ago = useAgo();
  const ask = useCallback(() => api.blocked(remote), [remote]);
  const {value: people, error, again} = useLive(ask);
  const deed = useDeed(again);
  const [name, setName] = useState('');
  const block = () =>
    void deed.run(() => api.block(remote, name.trim().replace(/^@/, ''))).then((good) => good && setName(''));
  return (
    <fieldset className='cw-fields'>
      <legend>{say('causeway.blocked')}</legend>
      {(error || deed.error) && <Notice tone='bad'>{error || deed.error}</Notice>}
      <ul className='cw-findings'>
        {people?.map((one) => (
          <li key={one.user_id}>
            <span>{say('causeway.blocked_one', {name: one.username, by: one.actor, since: ago(one.create_at)})}</span>{' '}
            <Button
              onClick={() => void deed.run(() => api.unblock(remote, one.username))}
              disabled={deed.busy}
              label={say('causeway.unblock_what', {name: one.username})}
            >
              {say('causeway.unblock')}
            </Button>
          </li>
        ))}
      </ul>
      <Field label={say('causeway.block_name')} help={say('causeway.block_help')} value={name} onChange={setName} />
      <Button onClick={block} disabled={deed.busy || name.trim() === ''}>
        {say('causeway.block')}
      </Button>
    </fieldset>
  );
}
