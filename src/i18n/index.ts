export { preferredLanguage, translate, type Arguments, type Language, type MessageKey } from './t.ts';
export { operateText, type OperateArguments, type OperateKey } from './operate-text.ts';
export { problemText } from './problem-text.ts';
