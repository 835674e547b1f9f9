/** Proposes the layer of a person nobody has placed yet; a human's choice wins over it. See SPEC.md M7. */
import type { Layer } from './vocabulary.ts';

/** Deputies and executive titles first: 副总经理 is a decision title although it ends like 经理. */
const DECISION_ZH = /董事|总裁|总经理|副总(?!监)|首席|行长|院长|局长|校长|厂长|总指挥/;
const DECISION_EN =
  /\b(?:ceo|cfo|coo|cto|cio|cmo|cpo|chro|ciso|cdo|cso|e?vp|svp|chief|president|chair(?:man|woman|person)?|managing director|general manager|owner|founder|partner)\b/i;
const MANAGEMENT_ZH = /总监|经理|部长|处长|主任|科长|主管|组长|队长|负责人|总管|书记/;
const MANAGEMENT_EN = /\b(?:manager|head|director|lead(?:er)?|supervisor|superintendent|foreman|vice director)\b/i;
/** "Assistant to the CEO", 总经理助理: works beside the power, does not hold it. */
const ASSISTANT = /助理|秘书|\b(?:assistant to|secretary|personal assistant|executive assistant)\b/i;
/** "Account manager", 客户经理, 产品经理: a working title that only sounds like management. */
const WORKING_MANAGER = /客户经理|产品经理|项目经理|\b(?:account|product|project) manager\b/i;

/**
 * The proposed layer of somebody inside the customer's organisation (people of outside units are 'outside'; the caller
 * knows the unit). `depth` is the depth in the reporting tree (0 = root), `reports` the number of direct reports.
 * The title decides when it is telling; otherwise a root with reports decides, whoever leads manages, others execute.
 */
export function proposeLayer(depth: number, title: string, reports: number): Exclude<Layer, 'outside'> {
  if (!ASSISTANT.test(title)) {
    if (DECISION_ZH.test(title) || DECISION_EN.test(title)) return 'decision';
    if (WORKING_MANAGER.test(title)) return reports > 0 ? 'management' : 'execution';
    if (MANAGEMENT_ZH.test(title) || MANAGEMENT_EN.test(title)) return 'management';
  }
  if (title.trim() !== '' || reports === 0)
    return reports > 0 && depth > 0 ? 'management' : reports > 0 ? 'decision' : 'execution';
  return depth === 0 ? 'decision' : 'management';
}
