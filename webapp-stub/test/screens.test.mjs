// The screens as people use them, against a server that is a table of answers.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {Page} from './page.mjs';

const v1 = '/plugins/causeway/api/v1';
const remotes = '/plugins/causeway/api/v4/remotecluster';

function connection(more = {}) {
  return {
    remote_id: 'r1', name: 'b', display_name: 'Server B', site_url: 'https://b.example', default_team_id: '', state: 'connected', online: true,
    causeway: true, last_ping_at: Date.now() - 5000, last_error: '', channels: 2, pending: 3, lag_ms: 61_000, next_try_at: 0, policy: {},
    can: ['edit', 'policy', 'remove', 'pause', 'rotate'], ...more,
  };
}

function share(more = {}) {
  return {
    channel_id: 'c1', team_id: 'team1', display_name: 'Town', home: true, remote_id: 'r1', remote_name: 'Server B', remote_state: 'connected', online: true,
    invite: 'confirmed', read_only: false, since: 1_700_000_000_000, last_post_at: Date.now() - 120_000, pending: 0, lag_ms: 0, next_try_at: 0, ...more,
  };
}

async function opened(setting, answers, work) {
  const page = new Page(answers);
  try {
    await page.show(page.registered.settings[setting], {});
    await work(page);
  } finally {
    await page.close();
  }
}

test('a connection is shown with its state and only with what may be done with it', () =>
  opened('Connections', {[`GET ${v1}/connections`]: [connection()]}, async (page) => {
    for (const part of ['Server B', 'Connected', '5 s ago', '3 posts', '61 s']) assert.ok(page.text.includes(part), `${part} in ${page.text}`);
    assert.ok(page.has('Pause: Server B'));
    assert.ok(!page.has('Resume: Server B'));
    assert.ok(!page.has('New invitation: Server B'));
  }));

test('the invitation and a generated password are shown once', () =>
  opened(
    'Connections',
    {[`GET ${v1}/connections`]: [], [`POST ${remotes}`]: {invite: 'INVITE', password: 'generated-secret'}},
    async (page) => {
      assert.match(page.text, /No other server is connected yet/);
      await page.click('Invite a server');
      await page.fill('Short name', 'b');
      await page.click('Invite a server');
      assert.deepEqual(page.asked.at(-1).body, {name: 'b', display_name: '', default_team_id: '', password: ''});
      assert.equal(page.asked.at(-1).headers['X-CSRF-Token'], 'the-token');
      assert.ok(page.text.includes('INVITE') && page.text.includes('generated-secret'));
      await page.click('OK');
      assert.ok(!page.text.includes('INVITE') && !page.text.includes('generated-secret'));
    },
  ));

test('an invitation is accepted; a refusal is said in the form and nothing typed is lost', () =>
  opened(
    'Connections',
    {
      [`GET ${v1}/connections`]: [],
      [`POST ${remotes}/accept_invite`]: ({body}) => (body.password === 'right' ? {} : {status_code: 400, message: 'wrong password'}),
    },
    async (page) => {
      await page.click('Accept an invitation');
      await page.fill('Invitation', ' TEXT \n');
      await page.fill('Password of the invitation', 'wrong');
      await page.fill('Short name', 'a');
      await page.fill('Team for channels that it shares', 'team1');
      await page.click('Accept an invitation');
      assert.match(page.text, /wrong password/);
      assert.equal(page.control('Short name').value, 'a');
      await page.fill('Password of the invitation', 'right');
      await page.click('Accept an invitation');
      assert.deepEqual(page.asked.at(-1).body, {name: 'a', display_name: '', default_team_id: 'team1', password: 'right', invite: 'TEXT'});
      assert.ok(!page.has('Invitation'));
    },
  ));

test('pause, and what the pause means', () => {
  const row = connection();
  return opened(
    'Connections',
    {
      [`GET ${v1}/connections`]: () => [row],
      [`POST ${v1}/connections/r1/pause`]: () => Object.assign(row, {state: 'paused', can: ['resume']}) && {status: 'OK'},
    },
    async (page) => {
      await page.click('Pause: Server B');
      assert.match(page.text, /Paused/);
      assert.match(page.text, /waits until you resume/);
      assert.ok(page.has('Resume: Server B') && !page.has('Pause: Server B'));
    },
  );
});

test('a connection is removed only after a plain account of what will happen', () =>
  opened('Connections', {[`GET ${v1}/connections`]: [connection()], [`DELETE ${remotes}/r1`]: null}, async (page) => {
    await page.click('Remove: Server B');
    assert.match(page.text, /2 shared channels and everything written in them stay here/);
    assert.equal(page.asked.length, 0);
    await page.click('Cancel');
    assert.equal(page.asked.length, 0);
    await page.click('Remove: Server B');
    await page.click('Remove');
    assert.equal(page.asked.at(-1).method, 'DELETE');
  }));

test('a policy keeps what the form does not show', () =>
  opened(
    'Connections',
    {[`GET ${v1}/connections`]: [connection({policy: {profile_fields: ['name'], statuses: true}})], [`PUT ${v1}/connections/r1/policy`]: {}},
    async (page) => {
      await page.click('What may cross: Server B');
      assert.equal(page.control('Statuses').value, 'yes');
      await page.fill('Statuses', '');
      await page.fill('Direct and group messages', 'no');
      await page.click('Save');
      assert.deepEqual(page.asked.at(-1).body, {profile_fields: ['name'], direct_messages: false});
    },
  ));

test('who may only read the settings gets no buttons', async () => {
  const page = new Page({[`GET ${v1}/connections`]: [connection()]});
  await page.show(page.registered.settings.Connections, {disabled: true});
  assert.equal(page.window.document.querySelectorAll('button').length, 0);
  await page.close();
});

test('a channel is found and shared with several servers at once', () =>
  opened(
    'Channels',
    {
      [`GET ${v1}/connections`]: [connection(), connection({remote_id: 'r2', display_name: 'Server C'})],
      [`GET ${v1}/shares`]: [],
      'POST /api/v4/channels/search?system_console=true': {channels: [{id: 'c9', display_name: 'Project', team_display_name: 'Team one'}]},
      [`POST ${remotes}/r1/channels/c9/invite`]: {status: 'OK'},
      [`POST ${remotes}/r2/channels/c9/invite`]: {status: 'OK'},
    },
    async (page) => {
      await page.click('Share a channel');
      await page.fill('Channel', 'Pro');
      for (const box of ['Server B', 'Server C', 'Read-only there']) await page.click(box);
      await page.click('Share a channel');
      const sent = page.asked.filter((one) => one.path.endsWith('/invite'));
      assert.deepEqual(sent.map((one) => [one.path.includes('/r1/') ? 'r1' : 'r2', one.body]), [['r1', {read_only: true}], ['r2', {read_only: true}]]);
    },
  ));

test('a share is ended after a question', () =>
  opened('Channels', {[`GET ${v1}/connections`]: [connection()], [`GET ${v1}/shares`]: [share()], [`POST ${remotes}/r1/channels/c1/uninvite`]: {}}, async (page) => {
    await page.click('Stop sharing: Town, Server B');
    assert.match(page.text, /Stop sharing Town with Server B\?/);
    await page.click('Stop sharing');
    assert.equal(page.asked.at(-1).path, `${remotes}/r1/channels/c1/uninvite`);
  }));

test('the panel says with whom the current channel is shared, and follows to another channel', async () => {
  const page = new Page({
    [`GET ${v1}/channels/c1/shares`]: [share({pending: 2, lag_ms: 3000, next_try_at: Date.now() + 60_000, last_error: 'peer_unreachable', read_only: true})],
    [`GET ${v1}/channels/c2/shares`]: [],
  });
  const [entry] = page.registered.menu;
  assert.equal(entry.text, 'Shared with …');
  assert.equal(entry.shouldRender(page.state), true);
  entry.action('c1');
  assert.deepEqual(page.dispatched, ['show the panel']);
  await page.show(page.registered.panel);
  for (const part of ['Server B', 'read-only', '2 posts, 3 s', '2 min ago', 'peer_unreachable', '60 s']) assert.ok(page.text.includes(part), `${part} in ${page.text}`);
  page.state = {entities: {channels: {...page.state.entities.channels, currentChannelId: 'c2'}}};
  assert.equal(entry.shouldRender(page.state), false, 'no entry where nothing is shared');
  await page.act(() => page.listeners.forEach((listener) => listener()));
  assert.match(page.text, /This channel is not shared/);
  await page.close();
});

test('a server that does not answer is said so', () =>
  opened('Connections', {}, async (page) => {
    assert.match(page.text, /not found/);
  }));
