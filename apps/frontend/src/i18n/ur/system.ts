import type { SystemMessages } from '../messages.ts';

export const system: SystemMessages = {
  title: 'سسٹم کی حالت',
  lead: 'ٹوڈو چیٹ بوٹ کے حصے، جیسے وہ اس وقت ہیں۔',
  parts: { frontend: 'فرنٹ اینڈ', backend: 'بیک اینڈ', database: 'ڈیٹا بیس', mcp: 'ایم سی پی سرور' },
  states: { ok: 'چل رہا ہے', down: 'بند ہے', unknown: 'نامعلوم' },
  allUp: 'تمام حصے چل رہے ہیں',
  someDown: { one: 'ایک حصہ نہیں چل رہا', other: '{count} حصے نہیں چل رہے' },
  noConnection: 'سرور سے رابطہ نہیں',
  checkedAt: 'جانچ کا وقت: {time}',
  lastKnownAt: 'آخری معلوم وقت: {time}',
  latency: '{count} ملی سیکنڈ',
  latencyLow: '1 ملی سیکنڈ سے کم',
};
