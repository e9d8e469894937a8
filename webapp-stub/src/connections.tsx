// System Console: the servers that this one is connected to.
import React, {useEffect, useState} from './host/react';

import {api} from './api';
import {AcceptForm, CreateForm} from './connection_forms';
import {ConnectionRow} from './connection_row';
import {Button, Notice, useLive} from './parts';
import {useStyles} from './styles';
import {useTexts} from './texts';

// Mattermost marks a fixed setting only where it has the whole of it; of plugins it has the values of all in one.
function useFixed(): boolean {
  const [fixed, setFixed] = useState(false);
  useEffect(() => {
    api.environment().then(
      (environment) => setFixed(Boolean(environment.PluginSettings?.Plugins)),
      () => undefined, // who may not see that cannot save settings either
    );
  }, []);
  return fixed;
}

export function Connections() {
  useStyles();
  const say = useTexts();
  const {value: connections, error, again} = useLive(api.connections);
  const [making, setMaking] = useState<'create' | 'accept'>();
  const fixed = useFixed();
  const done = () => setMaking(undefined);
  const toggle = (what: 'create' | 'accept') => setMaking(making === what ? undefined : what);
  return (
    <section className='cw' aria-label={say('causeway.connections')}>
      {fixed && <Notice tone='wait'>{say('causeway.fixed')}</Notice>}
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
