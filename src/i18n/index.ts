export { preferredLanguage, translate, type Language, type MessageKey } from './t.ts';
