// Package panel is the pages of the panel of experts (专家评价): the owner's
// request, the panel with its result, and the form on which one expert scores.
package panel
