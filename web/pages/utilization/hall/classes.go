package hall

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"quanlian/base/errs"
	"quanlian/catalogue/lang"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching/classify"
	"quanlian/kernel"
	"quanlian/web/moveform"
	"quanlian/web/site"
)

// Unit: classes. Source: our choice: what one can look through; the right one is
// among five in about seven of ten cases (docs/measured/matching.md).
const classesShown = 5

// Unit: share. Source: our choice: what is less likely is no suggestion.
const leastBelief = 0.02

// suggested are the classes that the wording of a need speaks for.
func (p pages) suggested(texts ...string) []hall.Class {
	text := strings.TrimSpace(strings.Join(texts, "。"))
	if p.Classes == nil || strings.Trim(text, "。") == "" {
		return nil
	}
	list := p.Classes.Suggest(text, classesShown)
	return slices.DeleteFunc(list, func(c hall.Class) bool { return c.Belief < leastBelief })
}

// codes are the suggested classes and those chosen before, each once.
func codes(list []hall.Class, chosen []string) []string {
	out := slices.Clone(chosen)
	for _, c := range list {
		if !slices.ContainsFunc(out, func(s string) bool { return strings.HasPrefix(s, c.Code) }) {
			out = append(out, c.Code)
		}
	}
	return out
}

// className is a class with its name.
func className(l *lang.Localizer, code string) string {
	s, ok := classify.Named(code)
	if !ok {
		return code
	}
	if l.Lang() == lang.En {
		return code + " " + s.En
	}
	return code + " " + s.Zh
}

// classNames lists confirmed classes.
func classNames(l *lang.Localizer, list []string) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = className(l, c)
	}
	return l.List(out)
}

// classText is a class with its name and how far the suggestion is to be trusted.
func classText(l *lang.Localizer, code string, list []hall.Class) string {
	text := className(l, code)
	i := slices.IndexFunc(list, func(c hall.Class) bool { return c.Code == code })
	switch {
	case i < 0:
		return text
	case list[i].Right > 0:
		return text + l.T("web.hall.class_right", "n", strconv.Itoa(int(list[i].Right*100+.5)))
	}
	return text + l.T("web.hall.class_belief", "n", strconv.Itoa(int(list[i].Belief*100+.5)))
}

// needChoices are the choices of a move of a need; those of its classes come
// from its wording.
func (p pages) needChoices(_ context.Context, v *site.Visit, c kernel.Case, move string) (moveform.Choices, func(path, value string) string) {
	var list []hall.Class
	d, err := hall.NeedOf(c)
	if err == nil && move == "classes" {
		list = p.suggested(d.Title, d.Text, d.Target)
	}
	return p.choicesOf(v, move, list, d.IPC)
}

// choicesOf are the choices of a form about a need.
func (p pages) choicesOf(v *site.Visit, move string, list []hall.Class, chosen []string) (moveform.Choices, func(path, value string) string) {
	choices := func(path string) []string {
		switch {
		case path == "ipc":
			return codes(list, chosen)
		case path == "district" && p.Districts != nil:
			return p.Districts()
		}
		return hall.Choices(move, path)
	}
	return choices, func(path, value string) string {
		switch path {
		case "ipc":
			return classText(v.L, value, list)
		case "district":
			return v.DistrictText(value)
		}
		return ""
	}
}

// prefillNeed begins a move's form of a need with what the need says.
func prefillNeed(_ context.Context, _ *site.Visit, c kernel.Case, move string) map[string]string {
	d, err := hall.NeedOf(c)
	if err != nil {
		return nil
	}
	switch move {
	case "amend":
		return moveform.ValuesOf(d)
	case "classes":
		return map[string]string{"ipc": strings.Join(d.IPC, ",")}
	case "alerts":
		if !d.Quiet {
			return map[string]string{"on": "1"}
		}
	}
	return nil
}

// typedClasses joins the classes that were ticked with those typed, and says at
// which of the two one is wrong.
func typedClasses(r *http.Request) ([]string, error) {
	return hall.ClassesInput{IPC: r.PostForm["ipc"], Other: r.PostFormValue("other")}.All()
}

// suggest draws the form of a need again with classes to choose from. Nothing is
// ticked that the person did not tick.
func (p pages) suggest(w http.ResponseWriter, r *http.Request, v *site.Visit) error {
	typed := moveform.Typed(r.PostForm)
	list := p.suggested(typed["title"], typed["text"], typed["target"])
	var err error
	if len(list) == 0 {
		err = errs.At("text", "web.hall.class_none", nil)
	}
	return p.needForm(w, r, v, http.StatusOK, typed, list, err)
}
