import './dom.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../ui/commands.js';

test('commands in sentences of the server are told from its words', () => {
  assert.deepEqual(partsOf('run `ulimit -n` first'), ['run ', 'ulimit -n', ' first']);
  assert.deepEqual(partsOf('plain'), ['plain']);
  assert.deepEqual(partsOf('a ` alone'), ['a ` alone']);
});
