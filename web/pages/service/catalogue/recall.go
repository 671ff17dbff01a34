package catalogue

import (
	"encoding/json"
	"net/http"
	"strings"

	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/web/site"
)

// recall asks to take an approved version back before its day.
func (p pages) recall(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	c, _, err := p.change(r, v)
	if err != nil {
		return err
	}
	in, err := json.Marshal(kernel.ReasonInput{Reason: strings.TrimSpace(r.PostFormValue("reason"))})
	if err != nil {
		return errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	if _, err := v.Env.Desk.Act(r.Context(), v.Officer(), desk.Command{Case: c.ID, Move: "ask_back", Key: r.PostFormValue(site.KeyField), Input: in}); err != nil {
		return err
	}
	return v.Go(w, r, "/case/"+c.No, v.L.T("service.catalogue.recall_waits"))
}
