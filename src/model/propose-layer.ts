/** Proposes the layer of a person nobody has placed yet; a human's choice wins over it. See SPEC.md M8. */
import type { Layer } from './vocabulary.ts';

/** 副总 and 副总经理 decide, 副总监 (deputy director) manages. */
const DECISION_ZH = /董事|总裁|总经理|副总(?!监)|首席|行长|院长|局长|校长|厂长|总指挥/;
const DECISION_EN =
  /\b(?:c[a-z]{0,2}o|chief|[es]?vp|president|chair(?:man|woman|person)?|managing director|general manager|founder)\b/i;
const MANAGEMENT_ZH = /总监|经理|部长|处长|主任|科长|主管|组长|队长|负责人|书记/;
const MANAGEMENT_EN = /\b(?:manager|head|director|leader|supervisor|superintendent|foreman)\b/i;
/** 总经理助理, "assistant to the CEO": works beside the power, does not hold it. */
const ASSISTANT = /助理|秘书|\bassistant\b|\bsecretary\b/i;
/** 客户经理, "product manager": a working title that only sounds like management. */
const WORKING_MANAGER = /(?:客户|产品|项目)经理|\b(?:account|product|project) manager\b/i;

/**
 * The proposed layer of somebody inside the customer's organisation; people of outside units are 'outside', which the
 * caller knows. `depth` is the depth in the reporting tree (0 = root), `reports` the number of direct reports. The
 * title decides when it is telling; otherwise a root with reports decides, who has reports manages, others execute.
 */
export function proposeLayer(depth: number, title: string, reports: number): Exclude<Layer, 'outside'> {
  const holdsPower = !ASSISTANT.test(title);
  if (holdsPower && (DECISION_ZH.test(title) || DECISION_EN.test(title))) return 'decision';
  if (holdsPower && !WORKING_MANAGER.test(title) && (MANAGEMENT_ZH.test(title) || MANAGEMENT_EN.test(title))) {
    return 'management';
  }
  if (reports === 0) return 'execution';
  return depth === 0 ? 'decision' : 'management';
}
