// Package catalogue is how an official changes a declared item (事项管理): edited,
// previewed, approved by a second person, in force from a day.
//
//	draft 修改中 ─submit▶ review 待审核 ─approve▶ approved 已批准
//	   ▲───────send_back────────┘           drop ▶ dropped 作废
//
// It decides who may change and who approves: nobody approves what he edited
// himself; only a sound item goes on; a change made from a version that is no
// longer the one in force is told so. What an item may say is judged by the
// catalogue (Rules.Check). A case that runs keeps the item it was opened by.
//
// Legal basis: none found that names the procedure; second approval and dating
// are our own design [D], after 国务院办公厅's rules on unified item lists as
// quoted in domain.md §9.
package catalogue
