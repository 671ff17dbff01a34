// Package words names the parts of a flow in the reader's language (流程用语):
// states, moves, roles, limits, fields and the values of fields. Pages and API
// say the same words, because both ask here.
//
// A word stands under the flow's own key, then the matter's, then the kernel's
// and the house's; what nobody names shows as the bare word. It decides nothing.
package words
