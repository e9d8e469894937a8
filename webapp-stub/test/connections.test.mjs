// The screen of connections, as an administrator uses it.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {open} from './page.mjs';

const base = '/plugins/causeway/api';
const connection = {
  remote_id: 'r1', name: 'harbour', display_name: 'Harbour', site_url: 'https://harbour.example.com', state: 'connected',
  online: true, causeway: true, create_at: 1, last_ping_at: Date.now() - 180_000, channels: 2, pending: 3, lag_ms: 4200,
  attempts: 0, retry_at: 0, waiting: 0, dead_letters: 0, last_error: '',
};
const teams = {
  'GET /api/v4/teams?per_page=200': [{id: 't1', display_name: 'Crew'}],
  [`GET ${base}/v1/connections/r1/blocked`]: [],
  'GET /api/v4/config/environment': {},
};

async function screen(answers, locale) {
  const page = await open({answers: {...teams, ...answers}, locale});
  page.start();
  await page.show(page.settings.Connections);
  return page;
}

test('an empty list says what to do first', async () => {
  const page = await screen({[`GET ${base}/v1/connections`]: []});
  assert.match(page.text(), /not connected to any other/);
});

test('it is said where the environment fixes the settings', async () => {
  const list = {[`GET ${base}/v1/connections`]: []};
  const free = await screen(list);
  assert.ok(!free.text().includes('MM_PLUGINSETTINGS_PLUGINS'));
  const fixed = await screen({...list, 'GET /api/v4/config/environment': {PluginSettings: {Plugins: true}}});
  assert.ok(fixed.text().includes('MM_PLUGINSETTINGS_PLUGINS'));
});

test('a connection is shown with how it stands', async () => {
  const page = await screen({[`GET ${base}/v1/connections`]: [connection]});
  for (const part of ['Harbour', 'Online', 'https://harbour.example.com', '3 (5 s)', '3 minutes ago']) {
    assert.ok(page.text().includes(part), `${part} in ${page.text()}`);
  }
  assert.equal(page.named('button', 'Not taken by the other server'), undefined);
});

test('what the list cannot be read for is said', async () => {
  const page = await screen({[`GET ${base}/v1/connections`]: {status: 503, body: {message: 'the database is away'}}});
  assert.equal(page.document.querySelector('[role=alert]').textContent, 'the database is away');
});

test('an invitation is shown once, with its password, and can be copied', async () => {
  let made = [];
  const page = await screen({
    [`GET ${base}/v1/connections`]: () => made,
    [`POST ${base}/v4/remotecluster`]: (body) => {
      made = [{...connection, name: body.name, display_name: body.display_name, state: 'pending', online: false}];
      return {invite: 'the-invitation', password: 'a-generated-password'};
    },
  });
  await page.click('Create an invitation');
  assert.ok(page.document.querySelector('.cw-panel .cw-primary').disabled, 'without a name there is nothing to create');
  await page.type('Name of the other server', 'Harbour & Sons');
  await page.type('Team for channels that it shares', 't1');
  await page.act(() => page.document.querySelector('.cw-panel .cw-primary').click());
  const [told] = page.told(`POST ${base}/v4/remotecluster`);
  assert.deepEqual(told.body, {name: 'harbour-sons', display_name: 'Harbour & Sons', default_team_id: 't1'});
  assert.equal(told.headers['X-CSRF-Token'], 'the-token');
  assert.equal(page.named('field', 'Invitation').value, 'the-invitation');
  assert.equal(page.named('field', 'Password of the invitation').value, 'a-generated-password');
  await page.click('Copy: Invitation');
  assert.deepEqual(page.copied, ['the-invitation']);
  assert.ok(page.text().includes('Invited, not accepted yet'));
  await page.click('Done');
  assert.equal(page.named('field', 'Invitation'), undefined);
});

test('an invitation is accepted, and a refusal is said and loses nothing', async () => {
  let says = {status: 400, body: {message: 'The password is wrong.'}};
  const page = await screen({
    [`GET ${base}/v1/connections`]: [],
    [`POST ${base}/v4/remotecluster/accept_invite`]: () => says,
  });
  await page.click('Accept an invitation');
  await page.type('Name of the other server', 'Harbour');
  await page.type('Invitation', '  the-invitation\n');
  await page.type('Password of the invitation', 'wrong');
  const accept = () => page.act(() => page.document.querySelector('.cw-panel .cw-primary').click());
  await accept();
  assert.ok(page.text().includes('The password is wrong.'));
  assert.equal(page.named('field', 'Name of the other server').value, 'Harbour');
  says = {};
  await page.type('Password of the invitation', 'right');
  await accept();
  const told = page.told(`POST ${base}/v4/remotecluster/accept_invite`);
  assert.deepEqual(told[1].body, {
    name: 'harbour', display_name: 'Harbour', default_team_id: '', invite: 'the-invitation', password: 'right',
  });
  assert.equal(page.named('field', 'Invitation'), undefined, 'the form is closed');
});

test('pause, resume, examine, rotate', async () => {
  let state = 'connected';
  const page = await screen({
    [`GET ${base}/v1/connections`]: () => [{...connection, state}],
    [`POST ${base}/v1/connections/r1/pause`]: () => ((state = 'paused'), {}),
    [`POST ${base}/v1/connections/r1/resume`]: () => ((state = 'connected'), {}),
    [`POST ${base}/v1/connections/r1/rotate`]: {},
    [`POST ${base}/v1/connections/r1/doctor`]: {findings: [{part: 'tls', verdict: 'wrong', text: 'the certificate is too old'}]},
  });
  await page.click('Pause');
  assert.ok(page.text().includes('Paused'));
  assert.equal(page.named('button', 'New tokens'), undefined, 'not while it is paused');
  await page.click('Resume');
  assert.ok(page.text().includes('Online'));
  await page.click('Examine');
  assert.ok(page.text().includes('Wrong the certificate is too old'));
  await page.click('New tokens');
  assert.equal(page.told(`POST ${base}/v1/connections/r1/rotate`).length, 1);
});

test('removing asks first and says what will happen', async () => {
  const page = await screen({
    [`GET ${base}/v1/connections`]: [connection],
    [`DELETE ${base}/v4/remotecluster/r1`]: {},
  });
  await page.click('Remove');
  assert.ok(page.text().includes('The 2 channels that are shared with Harbour are no longer shared.'));
  await page.click('Cancel');
  assert.equal(page.told(`DELETE ${base}/v4/remotecluster/r1`).length, 0);
  await page.click('Remove');
  await page.click('Remove the connection to Harbour');
  assert.equal(page.told(`DELETE ${base}/v4/remotecluster/r1`).length, 1);
});

test('what was not taken can be tried again, one or all', async () => {
  const letter = {id: 7, remote_id: 'r1', channel_id: 'c', kind: 'file', post_id: 'p', tries: 3, since: 1, reason: 'too large'};
  const page = await screen({
    [`GET ${base}/v1/connections`]: [{...connection, dead_letters: 2}],
    [`GET ${base}/v1/connections/r1/dead_letters`]: [letter, {...letter, id: 8}],
    [`POST ${base}/v1/connections/r1/redrive`]: {count: 1},
  });
  await page.click('Not taken by the other server');
  assert.ok(page.text().includes('too large'));
  await page.click('Try again: number 8');
  await page.click('Try all again');
  assert.deepEqual(page.told(`POST ${base}/v1/connections/r1/redrive`).map((one) => one.body), [{id: 8}, {}]);
});

test('a policy is changed as a whole, and what the settings say is left to them', async () => {
  const page = await screen({
    [`GET ${base}/v1/connections`]: [connection],
    [`GET ${base}/v1/connections/r1/policy`]: {statuses: false, road: {pin: 'x'}},
    [`PUT ${base}/v1/connections/r1/policy`]: {},
  });
  await page.click('What may cross');
  assert.equal(page.named('field', 'Statuses').value, 'no');
  assert.equal(page.named('field', 'Direct messages').value, '');
  await page.type('Statuses', '');
  await page.type('Direct messages', 'yes');
  await page.act(() => page.named('check', 'Picture').click());
  await page.click('Save');
  const [told] = page.told(`PUT ${base}/v1/connections/r1/policy`);
  assert.deepEqual(told.body, {
    direct_messages: true, profile_fields: ['nickname', 'name', 'position', 'locale', 'timezone'], road: {pin: 'x'},
  });
});

test('files and the road of a connection are a part of its policy', async () => {
  const page = await screen({
    [`GET ${base}/v1/connections`]: [connection],
    [`GET ${base}/v1/connections/r1/policy`]: {max_file_size_mb: 5, road: {pin: 'x', proxy: 'http://p:1'}},
    [`PUT ${base}/v1/connections/r1/policy`]: {},
  });
  await page.click('What may cross');
  assert.equal(page.named('field', 'Largest file in MB').value, '5');
  assert.equal(page.named('field', 'File types that do not cross'), undefined);
  await page.act(() => page.named('check', 'File types of its own').click());
  await page.type('File types that do not cross', 'EXE, .bat;;  js ');
  await page.type('Proxy', '  ');
  await page.type('Largest file in MB', '1.5');
  assert.ok(page.named('button', 'Save').disabled);
  assert.ok(page.text().includes('a whole number of MB'));
  await page.type('Largest file in MB', '0');
  await page.click('Save');
  const [told] = page.told(`PUT ${base}/v1/connections/r1/policy`);
  assert.deepEqual(told.body, {blocked_file_types: ['exe', 'bat', 'js'], max_file_size_mb: 0, road: {pin: 'x'}});
});

test('it speaks the language of the page', async () => {
  const page = await screen({[`GET ${base}/v1/connections`]: []}, 'de');
  assert.ok(page.named('button', 'Einladung erstellen'));
});

test('people of a connection are blocked and unblocked', async () => {
  const mallory = {user_id: 'u1', username: 'mallory:harbour', actor_id: 'a', actor: 'admin', create_at: Date.now() - 60_000};
  let blocked = [mallory];
  const page = await screen({
    [`GET ${base}/v1/connections`]: [connection],
    [`GET ${base}/v1/connections/r1/policy`]: {},
    [`GET ${base}/v1/connections/r1/blocked`]: () => blocked,
    [`POST ${base}/v1/connections/r1/unblock`]: () => (blocked = []),
    [`POST ${base}/v1/connections/r1/block`]: {status: 400, body: {message: 'There is no `mal` here.'}},
  });
  await page.click('What may cross');
  assert.ok(page.text().includes('mallory:harbour, 1 minute ago, by admin'), page.text());
  await page.click('Unblock mallory:harbour');
  assert.deepEqual(page.told(`POST ${base}/v1/connections/r1/unblock`)[0].body, {username: 'mallory:harbour'});
  assert.ok(!page.text().includes('mallory:harbour'));
  await page.type('Block somebody', ' @mal ');
  await page.click('Block');
  assert.deepEqual(page.told(`POST ${base}/v1/connections/r1/block`)[0].body, {username: 'mal'});
  assert.ok(page.text().includes('There is no `mal` here.'));
});
