// The screen of shared channels, and the panel beside a channel.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {open, tick} from './page.mjs';

const base = '/plugins/causeway/api';
const partner = {remote_id: 'r1', name: 'harbour', display_name: 'Harbour', state: 'connected', online: true};
const channel = {
  channel_id: 'town', team_id: 't', name: 'town', display_name: 'Town', type: 'O', home: true, remote_id: 'r1',
  remote_display_name: 'Harbour', state: 'connected', online: true, invite: 'confirmed', read_only: false, create_at: Date.now() - 7200_000,
  last_post_at: 0, pending: 0, lag_ms: 0, attempts: 0, retry_at: 0, dead_letters: 0, last_error: '',
};

async function screen(answers, component = 'Channels') {
  const page = await open({answers});
  page.start();
  await page.show(component === 'Panel' ? page.panel : page.settings[component]);
  return page;
}
const lists = (channels, connections = [partner]) => ({
  [`GET ${base}/v1/channels`]: channels,
  [`GET ${base}/v1/connections`]: connections,
  [`GET ${base}/v1/offers`]: [],
});

test('without a connection nothing can be shared', async () => {
  const page = await screen(lists([], []));
  assert.ok(page.named('button', 'Share channels').disabled);
  assert.ok(page.text().includes('No channel is shared yet.'));
});

test('a share is shown as it stands, and ends when somebody has said yes', async () => {
  const page = await screen({
    ...lists([channel, {...channel, channel_id: 'c2', display_name: 'Pier', invite: 'waiting', pending: 2, lag_ms: 90_000}]),
    [`POST ${base}/v4/remotecluster/r1/channels/town/uninvite`]: {},
  });
  for (const part of ['Town', 'Online', 'Pier', 'Waits to be taken', '2 (2 min)', 'never']) {
    assert.ok(page.text().includes(part), part);
  }
  await page.click('Stop sharing Town with Harbour');
  assert.ok(page.text().includes('What has been written stays on both sides.'));
  assert.equal(page.told(`POST ${base}/v4/remotecluster/r1/channels/town/uninvite`).length, 0);
  await page.act(() => page.document.querySelector('.cw-panel .cw-danger').click());
  assert.equal(page.told(`POST ${base}/v4/remotecluster/r1/channels/town/uninvite`).length, 1);
});

test('what another server may is changed in place, of channels whose home is here', async () => {
  const invite = `POST ${base}/v4/remotecluster/r1/channels/town/invite`;
  const page = await screen({
    ...lists([channel, {...channel, channel_id: 'c2', display_name: 'Pier', home: false}, {...channel, channel_id: 'c3', display_name: 'Quay', read_only: true}]),
    [invite]: {},
    [`POST ${base}/v4/remotecluster/r1/channels/c3/invite`]: {},
  });
  await page.click('Let only read in Town: Harbour');
  assert.deepEqual(page.told(invite)[0].body, {read_only: true, history_days: 0});
  await page.click('Let write in Quay: Harbour');
  assert.deepEqual(page.told(`POST ${base}/v4/remotecluster/r1/channels/c3/invite`)[0].body, {read_only: false, history_days: 0});
  assert.equal(page.named('button', 'Let only read in Pier: Harbour'), undefined);
});

test('several channels are shared at once; what was refused stays chosen', async () => {
  let refuses = true;
  const found = [
    {id: 'a', display_name: 'Anchor', team_display_name: 'Crew', type: 'O', delete_at: 0},
    {id: 'b', display_name: 'Ballast', team_display_name: 'Crew', type: 'P', delete_at: 0},
    {id: 'gone', display_name: 'Gone', team_display_name: 'Crew', type: 'O', delete_at: 5},
  ];
  const page = await screen({
    ...lists([]),
    'POST /api/v4/channels/search': found,
    [`POST ${base}/v4/remotecluster/r1/channels/a/invite`]: {},
    [`POST ${base}/v4/remotecluster/r1/channels/b/invite`]: () =>
      refuses ? {status: 400, body: {message: 'It is shared already.'}} : {},
  });
  await page.click('Share channels');
  await page.type('Find channels', 'a');
  await page.act(() => tick(350));
  assert.equal(page.named('check', 'Gone (Crew)'), undefined);
  for (const name of ['Anchor (Crew)', 'Ballast (Crew)']) await page.act(() => page.named('check', name).click());
  await page.type('What was written before', '30');
  await page.click('Share 2 channels');
  assert.deepEqual(page.told(`POST ${base}/v4/remotecluster/r1/channels/a/invite`)[0].body, {read_only: false, history_days: 30});
  assert.ok(page.text().includes('It is shared already.'));
  assert.ok(page.named('check', 'Ballast (Crew)').checked);
  assert.ok(!page.named('check', 'Anchor (Crew)').checked);
  refuses = false;
  await page.click('Share one channel');
  assert.equal(page.named('field', 'Find channels'), undefined, 'the form is closed');
});

test('the panel says with whom the channel is shared and what did not cross', async () => {
  const letter = {id: 7, remote_id: 'r1', channel_id: 'town', kind: 'post', post_id: 'p', tries: 3, since: 1, reason: 'refused'};
  const panel = {channel_id: 'town', shared: true, manages: true, remotes: [{...channel, pending: 1, lag_ms: 3000}], dead_letters: [letter]};
  const page = await screen(
    {
      [`GET ${base}/v1/channels/town`]: panel,
      [`GET ${base}/v1/channels/town/reconciliations`]: [],
      [`POST ${base}/v1/channels/town/redrive`]: {count: 1},
    },
    'Panel',
  );
  for (const part of ['Harbour', 'Online', 'Shared from this server 2 hours ago.', 'One post waits, the oldest for 3 s.', 'refused']) {
    assert.ok(page.text().includes(part), `${part} in ${page.text()}`);
  }
  await page.click('Try again: number 7');
  assert.deepEqual(page.told(`POST ${base}/v1/channels/town/redrive`)[0].body, {id: 7});
});

test('both sides are compared from the panel, which says what was found', async () => {
  const panel = {channel_id: 'town', shared: true, manages: true, remotes: [channel], dead_letters: []};
  const ours = {posts: 12, missing: 2, differing: 1, done_at: 5};
  const found = {remote_id: 'r1', remote_display_name: 'Harbour', asked_by: 'a', asked_at: Date.now(), ours};
  const rows = [];
  const page = await screen(
    {
      [`GET ${base}/v1/channels/town`]: panel,
      [`GET ${base}/v1/channels/town/reconciliations`]: () => rows,
      [`POST ${base}/v1/channels/town/reconcile`]: () => {
        rows.push({...found, theirs: {posts: 1, missing: 0, differing: 0, done_at: 0}}, {...found, remote_id: 'r2'});
        return {count: 2};
      },
    },
    'Panel',
  );
  assert.ok(!page.text().includes('Last comparison'));
  await page.click('Compare both sides');
  for (const part of ['Ours there: 12 posts, 2 missing, 1 different.', 'Theirs here: 1 post, the same so far.', 'Theirs here: a native server does not say.']) {
    assert.ok(page.text().includes(part), `${part} in ${page.text()}`);
  }
});

test('who may not share sees what did not cross and cannot try it again', async () => {
  const letter = {id: 7, remote_id: 'r1', channel_id: 'town', kind: 'post', post_id: 'p', tries: 3, since: 1, reason: 'refused'};
  const panel = {channel_id: 'town', shared: true, manages: false, remotes: [channel], dead_letters: [letter]};
  const page = await screen({[`GET ${base}/v1/channels/town`]: panel}, 'Panel');
  assert.ok(page.text().includes('refused'));
  assert.equal(page.named('button', 'Try again: number 7'), undefined);
  assert.equal(page.named('button', 'Compare both sides'), undefined);
});

test('the menu of a shared channel opens the panel, and that of another one has no entry', async () => {
  const page = await open();
  page.start();
  assert.equal(page.menu.shouldRender(page.state), true);
  page.state.entities.channels.channels.town.shared = false;
  assert.equal(page.menu.shouldRender(page.state), false);
  page.menu.action('town');
  assert.deepEqual(page.dispatched, [{type: 'show'}]);
});

test('a channel that another server offers is taken in where somebody wants it, or declined', async () => {
  const offer = {
    remote_id: 'r1', remote_display_name: 'Harbour', channel_id: 'pier', name: 'pier', display_name: 'Pier', purpose: 'Ships',
    type: 'P', read_only: true, default_team_id: 'crew', invites_again: true, declined: false, approved: false, offered_at: Date.now() - 60_000,
  };
  const take = `POST ${base}/v1/connections/r1/offers/pier/take`;
  const decline = `POST ${base}/v1/connections/r1/offers/quay/decline`;
  let taken = false;
  const page = await screen({
    ...lists([]),
    [`GET ${base}/v1/offers`]: [offer, {...offer, channel_id: 'quay', display_name: 'Quay', invites_again: false}],
    'GET /api/v4/teams?per_page=200': [{id: 'crew', display_name: 'Crew'}, {id: 'yard', display_name: 'Yard'}],
    [take]: () => (taken ? {} : {status: 400, body: {message: 'A channel with that name already exists.'}}),
    [decline]: {},
  });
  for (const part of ['Pier, from Harbour', 'Private', 'Read-only', 'Ships']) assert.ok(page.text().includes(part), part);
  await page.click('Take in Pier');
  assert.ok(!page.text().includes('is native Mattermost'));
  await page.type('Name in the address', ' the-pier ');
  await page.type('Team here', 'yard');
  const go = () => page.act(() => page.document.querySelector('.cw-panel .cw-primary').click());
  await go();
  assert.ok(page.text().includes('A channel with that name already exists.'));
  taken = true;
  await go();
  assert.deepEqual(page.told(take)[1].body, {team_id: 'yard', name: 'the-pier'});
  assert.equal(page.document.querySelector('.cw-panel'), null);
  await page.click('Take in Quay');
  assert.ok(page.text().includes('Harbour is native Mattermost'));
  await page.click('Decline Quay of Harbour');
  assert.equal(page.told(decline).length, 1);
});
