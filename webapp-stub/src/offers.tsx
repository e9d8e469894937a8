// System Console: channels that other servers offer and that wait for an administrator.
import React, {useState} from './host/react';

import {api, type Offer} from './api';
import {TeamChoice} from './connection_forms';
import {Badge, Button, Field, FormEnd, Notice, useDeed} from './parts';
import {useAgo, useTexts} from './texts';

function TakeForm(props: {offer: Offer; onChange: () => void; onDone: () => void}) {
  const {offer} = props;
  const say = useTexts();
  const deed = useDeed(props.onChange);
  const [team, setTeam] = useState(offer.default_team_id);
  const [name, setName] = useState('');
  const take = () =>
    void deed
      .run(() => api.takeOffer(offer.remote_id, offer.channel_id, {team_id: team, name: name.trim()}))
      .then((good) => good && props.onDone());
  return (
    <div className='cw-panel' role='group' aria-label={say('causeway.offer_take')}>
      {!offer.invites_again && <Notice tone='wait'>{say('causeway.offer_native', {name: offer.remote_display_name})}</Notice>}
      <TeamChoice label={say('causeway.offer_team')} value={team} onChange={setTeam} />
      <Field
        label={say('causeway.offer_name')}
        help={say('causeway.offer_name_help', {name: offer.name})}
        value={name}
        onChange={setName}
      />
      <FormEnd
        error={deed.error}
        label={say('causeway.offer_take_what', {channel: offer.display_name})}
        disabled={deed.busy}
        onGo={take}
        onCancel={props.onDone}
      />
    </div>
  );
}

function OfferRow(props: {offer: Offer; onChange: () => void}) {
  const {offer} = props;
  const say = useTexts();
  const ago = useAgo();
  const deed = useDeed(props.onChange);
  const [taking, setTaking] = useState(false);
  const what = {channel: offer.display_name, name: offer.remote_display_name};
  return (
    <li className='cw-card' aria-label={say('causeway.offer', what)}>
      <div className='cw-head'>
        <strong>{say('causeway.offer', what)}</strong>
        {offer.type === 'P' && <Badge tone='off'>{say('causeway.private')}</Badge>}
        {offer.read_only && <Badge tone='off'>{say('causeway.read_only')}</Badge>}
        {offer.approved && <Badge tone='wait'>{say('causeway.offer_approved')}</Badge>}
        {offer.declined && <Badge tone='bad'>{say('causeway.offer_declined')}</Badge>}
        <span className='cw-help'>{ago(offer.offered_at)}</span>
      </div>
      {offer.purpose && <p>{offer.purpose}</p>}
      <div className='cw-actions'>
        <Button onClick={() => setTaking(!taking)} expanded={taking} label={say('causeway.offer_take_what', what)}>
          {say('causeway.offer_take')}
        </Button>
        {!offer.declined && (
          <Button
            onClick={() => void deed.run(() => api.declineOffer(offer.remote_id, offer.channel_id))}
            disabled={deed.busy}
            label={say('causeway.offer_decline_what', what)}
          >
            {say('causeway.offer_decline')}
          </Button>
        )}
      </div>
      {deed.error && <Notice tone='bad'>{deed.error}</Notice>}
      {taking && <TakeForm offer={offer} onChange={props.onChange} onDone={() => setTaking(false)} />}
    </li>
  );
}

export function Offers(props: {offers: Offer[]; onChange: () => void}) {
  const say = useTexts();
  if (props.offers.length === 0) return null;
  return (
    <section aria-label={say('causeway.offers')}>
      <p>{say('causeway.offers_wait')}</p>
      <ul className='cw-list'>
        {props.offers.map((offer) => (
          <OfferRow key={offer.remote_id + offer.channel_id} offer={offer} onChange={props.onChange} />
        ))}
      </ul>
    </section>
  );
}
