import type { CommonMessages } from '../messages.ts';

export const common: CommonMessages = {
  name: 'ٹوڈو چیٹ بوٹ',
  tagline: 'کاموں کی فہرست جس سے آپ بات کر سکتے ہیں',
  skip: 'مواد پر جائیں',
  close: 'بند کریں',
  tryAgain: 'دوبارہ کوشش کریں',
  home: 'اپنے کاموں پر واپس جائیں',
  menu: 'اکاؤنٹ اور ترتیبات',
  account: 'اکاؤنٹ',
  signOut: 'سائن آؤٹ',
  signOutFailed: 'سائن آؤٹ نہیں ہو سکا۔ دوبارہ کوشش کریں۔',
  theme: 'ظاہری شکل',
  themes: { system: 'سسٹم', light: 'روشن', dark: 'تاریک' },
  language: 'زبان',
  system: 'سسٹم کی حالت',
  notifications: 'اطلاعات',
  dismiss: 'ہٹائیں',
  notFound: { title: 'ایسا کوئی صفحہ نہیں', text: 'اس پتے پر کچھ موجود نہیں۔' },
  failed: {
    title: 'کچھ غلط ہو گیا',
    text: 'یہ صفحہ نہیں دکھایا جا سکا۔ آپ کے کام محفوظ ہیں۔',
    code: 'کوڈ: {code}',
  },
  away: {
    title: 'ابھی آپ کے کاموں تک رسائی نہیں ہو رہی',
    text: 'وہ محفوظ ہیں۔ عام طور پر یہ ایک منٹ میں ٹھیک ہو جاتا ہے۔',
  },
};
