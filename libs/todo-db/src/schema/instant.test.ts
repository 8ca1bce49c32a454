import * as fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScratch, type Scratch } from '../testing/scratch.ts';
import { isoOf } from './instant.ts';

test.each([
  ['2026-11-21 12:00:00+00', '2026-11-21T12:00:00.000Z'],
  ['2026-11-21 12:00:00.1+00', '2026-11-21T12:00:00.100Z'],
  ['2026-11-21 12:00:00.123456+00', '2026-11-21T12:00:00.123Z'],
  ['2026-11-21 17:00:00.5+05', '2026-11-21T12:00:00.500Z'],
  ['2026-11-21 17:30:00+05:30', '2026-11-21T12:00:00.000Z'],
  ['2026-11-20 23:00:00-13', '2026-11-21T12:00:00.000Z'],
])('%s is %s', (printed, iso) => {
  expect(isoOf(printed)).toBe(iso);
});

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startScratch();
}, 120_000);
afterAll(() => scratch?.remove());

test.each(['UTC', 'Asia/Karachi', 'Asia/Kolkata', 'America/New_York', 'Pacific/Chatham'])(
  'a moment comes back to the millisecond from a session in %s',
  async (zone) => {
    const client = new pg.Client({ connectionString: scratch.postgres.url });
    await client.connect();
    await client.query(`SET timezone = '${zone}'`);
    const moments = fc.date({ min: new Date('1950-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(moments, async (moment) => {
        const { rows } = await client.query<[string]>({
          text: 'SELECT $1::timestamptz::text',
          values: [moment.toISOString()],
          rowMode: 'array',
        });
        expect(isoOf(rows[0]![0])).toBe(moment.toISOString());
      }),
    );
    await client.end();
  },
);
