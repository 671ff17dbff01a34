package items

import (
	"context"
	"encoding/json"

	"github.com/a-h/templ"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/kernel"
	"quanlian/kernel/itemflow"
	"quanlian/web/site"
	"quanlian/web/ui"
)

// promisePanels show what was promised and what was found.
func promisePanels(_ context.Context, v *site.Visit, c kernel.Case, _ kernel.Level) ([]templ.Component, error) {
	var d itemflow.Promise
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return nil, errs.Wrap(errs.Internal, "kernel.data_unreadable", err)
	}
	l := v.L
	var names []string
	for _, m := range d.Materials {
		names = append(names, m.In(l.Zh()))
	}
	rows := []ui.Pair{{Key: l.T("web.items.of_case"), Part: caseLink(d.No)}, {Key: l.T("web.items.promised"), Text: l.List(names)}}
	for _, x := range []struct{ key, text string }{{"itemflow.move.doubt", d.Doubt}, {"web.items.promise_last", d.Last}, {"itemflow.move.keep", d.Found}} {
		if x.text != "" {
			rows = append(rows, ui.Pair{Key: l.T(x.key), Text: x.text})
		}
	}
	if !d.By.IsZero() {
		rows = append(rows, ui.Pair{Key: l.T("web.items.promise_by"), Text: d.By.String()})
	}
	return []templ.Component{factsPanel(l.T("web.items.promise_title"), rows)}, nil
}

// inspected says what the second look at a promise came to.
func inspected(l *lang.Localizer, d itemflow.Data) string {
	switch {
	case d.Decision != nil && !d.Decision.Revoked.IsZero():
		return d.Doubt
	case d.Doubt != "":
		return l.T("web.items.promise_mended", "doubt", d.Doubt)
	}
	return l.T("web.items.promise_held")
}
