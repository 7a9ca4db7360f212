import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridOf } from '../wall/tiles.js';

const SCREEN = { width: 1920, height: 1000 };

test('tiles fill the screen, however many there are', () => {
  for (const well of [1, 2, 3, 7, 30, 100, 399]) {
    const { columns, width, height } = gridOf({ ...SCREEN, well, problems: 0 });
    const rows = Math.round(SCREEN.height / height);

    assert.ok(columns * rows >= well, `${well} have room`);
    assert.ok(Math.abs(columns * width - SCREEN.width) < 1e-6);
    assert.ok(columns * (rows - 1) < well, `${well}: no empty row`);
    assert.ok(width / height > 0.5 && width / height < 4, `${well}: ${width} x ${height}`);
  }
});

test('a problem takes four cells, and the others have what is left', () => {
  const { columns, height } = gridOf({ ...SCREEN, well: 10, problems: 3 });
  const rows = Math.round(SCREEN.height / height);

  assert.ok(columns >= 2 && columns * rows >= 10 + 12);
});

test('a narrow screen has one column, or two for a problem', () => {
  assert.equal(gridOf({ width: 200, height: 2000, well: 3, problems: 0 }).columns, 1);
  assert.equal(gridOf({ width: 200, height: 2000, well: 0, problems: 1 }).columns, 2);
});
