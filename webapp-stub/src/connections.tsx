// System Console: the servers that this one is connected to.
import React, {useState} from './host/react';

import {api} from './api';
import {AcceptForm, CreateForm} from './connection_forms';
import {ConnectionRow} from './connection_row';
import {Button, Notice, useLive} from './parts';
import {useStyles} from './styles';
import {useTexts} from './texts';

export function Connections() {
  useStyles();
  const say = useTexts();
  const {value: connections, error, again} = useLive(api.connections);
  const [making, setMaking] = useState<'create' | 'accept'>();
  const done = () => setMaking(undefined);
  const toggle = (what: 'create' | 'accept') => setMaking(making === what ? undefined : what);
  return (
    <section className='cw' aria-label={say('causeway.connections')}>
      <div className='cw-bar'>
        <Button kind='primary' onClick={() => toggle('create')} expanded={making === 'create'}>
          {say('causeway.create')}
        </Button>
        <Button onClick={() => toggle('accept')} expanded={making === 'accept'}>
          {say('causeway.accept')}
        </Button>
      </div>
      {making === 'create' && <CreateForm onChange={again} onDone={done} />}
      {making === 'accept' && <AcceptForm onChange={again} onDone={done} />}
      {error && <Notice tone='bad'>{error}</Notice>}
      {connections?.length === 0 && <p className='cw-empty'>{say('causeway.no_connections')}</p>}
      {connections && connections.length > 0 && (
        <ul className='cw-list'>
          {connections.map((connection) => (
            <ConnectionRow key={connection.remote_id} connection={connection} onChange={again} />
          ))}
        </ul>
      )}
    </section>
  );
}
