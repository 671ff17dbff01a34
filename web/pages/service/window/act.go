package window

import (
	"encoding/json"
	"net/http"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
)

// act makes a move as the actor; the form's key makes it happen once.
func act(r *http.Request, v *site.Visit, a kernel.Actor, id kernel.CaseID, move string, input any) (desk.Receipt, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return desk.Receipt{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Act(r.Context(), a, desk.Command{Case: id, Move: move, Key: r.FormValue(site.KeyField), Input: raw})
}

func open(r *http.Request, v *site.Visit, a kernel.Actor, flow kernel.FlowAddr, move string, input any) (desk.Receipt, error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return desk.Receipt{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return v.Env.Desk.Open(r.Context(), a, desk.OpenCommand{Flow: flow, Move: move, Key: r.FormValue(site.KeyField), Input: raw})
}

// told reports whether a fault can be shown on the page in hand.
func told(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooEarly, errs.NotFound, errs.Forbidden:
		return true
	}
	return false
}

// caseOf reads a case as the program, after a code or a move has proven the
// visitor.
func caseOf(r *http.Request, v *site.Visit, id kernel.CaseID) (kernel.Case, error) {
	return v.Env.Cases.Case(r.Context(), kernel.SystemActor(kernel.RoleSystem), string(id), kernel.ViewSecret)
}
