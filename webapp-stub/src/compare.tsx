// Whether both sides have the same posts: what the last comparison has found, and beginning another one.
import React, {useCallback} from './host/react';

import {api, type ComparedSide, type Comparison} from './api';
import {Button, Notice, useDeed, useLive} from './parts';
import {useAgo, useTexts} from './texts';

function useSide() {
  const say = useTexts();
  return (side: ComparedSide) => {
    const {posts, missing, differing} = side;
    const same = missing + differing === 0;
    const found = same ? say('causeway.compared_same', {posts}) : say('causeway.compared', {posts, missing, differing});
    return side.done_at > 0 ? found : say('causeway.compared_so_far', {found});
  };
}

function Found(props: {one: Comparison}) {
  const {one} = props;
  const say = useTexts();
  const ago = useAgo();
  const told = useSide();
  const theirs = one.theirs ? told(one.theirs) : say('causeway.compared_native');
  return (
    <li>
      <strong>{one.remote_display_name}</strong>, {ago(one.asked_at)}
      <br />
      {say('causeway.compared_ours', {found: told(one.ours)})}
      <br />
      {say('causeway.compared_theirs', {found: theirs})}
    </li>
  );
}

export function Compare(props: {channel: string}) {
  const {channel} = props;
  const say = useTexts();
  const ask = useCallback(() => api.comparisons(channel), [channel]);
  const {value: found, error, again} = useLive(ask);
  const deed = useDeed(again);
  return (
    <>
      {(error || deed.error) && <Notice tone='bad'>{error || deed.error}</Notice>}
      {found && found.length > 0 && (
        <>
          <h4>{say('causeway.comparison')}</h4>
          <ul className='cw-findings'>
            {found.map((one) => (
              <Found key={one.remote_id} one={one} />
            ))}
          </ul>
        </>
      )}
      <Button onClick={() => void deed.run(() => api.compare(channel))} disabled={deed.busy}>
        {say('causeway.compare')}
      </Button>
      <p className='cw-help'>{say('causeway.compare_help')}</p>
    </>
  );
}
