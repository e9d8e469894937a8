// What another server did not take, and trying it again.
import React, {useCallback} from './host/react';

import {api, type DeadLetter} from './api';
import {Button, Notice, useDeed, useLive} from './parts';
import {useAgo, useTexts} from './texts';

export function LetterList(props: {letters: DeadLetter[]; onRedrive?: (id?: number) => void; busy: boolean}) {
  const say = useTexts();
  const ago = useAgo();
  const {onRedrive} = props;
  return (
    <>
      <ul className='cw-findings'>
        {props.letters.map((letter) => (
          <li key={letter.id}>
            <span>
              {say('causeway.letter', {kind: letter.kind, reason: letter.reason, since: ago(letter.since)})}
            </span>{' '}
            {onRedrive && (
              <Button
                onClick={() => onRedrive(letter.id)}
                disabled={props.busy}
                label={say('causeway.redrive_one', {id: letter.id})}
              >
                {say('causeway.redrive')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {onRedrive && props.letters.length > 1 && (
        <Button kind='primary' onClick={() => onRedrive()} disabled={props.busy}>
          {say('causeway.redrive_all')}
        </Button>
      )}
    </>
  );
}

export function DeadLetters(props: {remote: string; onChange: () => void}) {
  const {remote, onChange} = props;
  const say = useTexts();
  const ask = useCallback(() => api.deadLetters(remote), [remote]);
  const {value: letters, error, again} = useLive(ask);
  const deed = useDeed(() => {
    again();
    onChange();
  });
  const redrive = (id?: number) => void deed.run(() => api.redrive(remote, id === undefined ? {} : {id}));
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.letters')}>
      {(error || deed.error) && <Notice tone='bad'>{error || deed.error}</Notice>}
      {letters && <LetterList letters={letters} onRedrive={redrive} busy={deed.busy} />}
    </div>
  );
}
