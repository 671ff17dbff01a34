// Package itemflow holds the standard flows of declared items (事项标准流程): what
// happens to a case whose item needs no procedure of its own.
//
//	instant                          即办：submitted ─▶ delivered
//	receive-and-forward              收转：submitted ─▶ accepted ─▶ forwarded ─▶ decided ─▶ delivered
//	accept-decide                    受理决定：submitted ─▶ accepted ─▶ decided ─▶ delivered
//	accept-examine-decide            受理审查决定：… accepted ─▶ deciding ─▶ decided ─▶ delivered
//	accept-examine-publish-decide    … accepted ─▶ publishing ─▶ deciding ─▶ decided ─▶ delivered
//	consult                          咨询：submitted ─▶ delivered
//	book                             预约：submitted ─▶ confirmed ─▶ delivered
//
// Every flow also has: 一次性告知 (what is missing is said once), 容缺受理 (accepted
// now, supplied by a day, else the acceptance is revoked), 告知承诺 (a promise in
// place of a material), 不予受理, 延期 by approval of a head, 协办 (another
// office's opinion, a case of its own), 代办 for another city, 送达 with proof,
// 好差评 in five grades with a case of its own for a bad one, and the kernel's
// standard moves.
//
// It decides who may do what when, and what follows. What is asked of the
// applicant stands in the item (kernel/form). It knows no trade.
//
// Legal basis of the common moves: 浙江省保障"最多跑一次"改革规定 11, 12, 14;
// 国办发〔2019〕51号.
package itemflow
