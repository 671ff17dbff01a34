package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"quanlian/kernel"
	"quanlian/kernel/itemflow"
)

// inCorrection files SB01 as the buyer and has the desk ask for papers; it gives the
// case's number and its files.
func inCorrection(t *testing.T, h *house, base string, r *reader, missing ...string) (no string, files func() []itemflow.File) {
	t.Helper()
	no = filedAlone(t, h, r, "SB01", nil)
	loggedIn(t, base, "desk").post("/case/"+no, "/case/"+no+"/move/notify_once", url.Values{"missing": missing, "reason": {"图样不清"}})
	return no, func() []itemflow.File {
		t.Helper()
		c, err := h.store.Case(t.Context(), kernel.SystemActor("test"), no, kernel.ViewSecret)
		if err != nil {
			t.Fatal(err)
		}
		d, err := itemflow.DataOf(c)
		if err != nil {
			t.Fatal(err)
		}
		return d.Files
	}
}

func aPicture(name, more string) attached {
	return attached{name, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00" + more)}
}

// TestPapersOfACorrection: the page shows what the notice asks for and what is there,
// lets a file stay beside the new one or be taken out, and says what is missing.
func TestPapersOfACorrection(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	no, files := inCorrection(t, h, base, r, "sample")
	at := "/case/" + no + "/correct"
	old := files()[0]
	page := mainOf(r.get(at, http.StatusOK))
	for _, want := range []string{"补正通知要求的材料", old.Name, `href="/paper/` + old.ID + `"`, "通知要求换新", `name="undo" value="` + old.ID + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s: %.2500s", want, page)
		}
	}
	status, page := r.sendFiles(at, at, url.Values{"_shown": {"_note"}, "note": {"已换"}}, nil)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "请上传新的文件") || !strings.Contains(page, `href="#f-file-sample"`) {
		t.Fatalf("a note passed for the paper: %d %.2500s", status, mainOf(page))
	}
	page = mainOf(r.post(at, at, url.Values{"_shown": {"_note"}, "undo": {old.ID}}))
	if !strings.Contains(page, `name="out" value="`+old.ID+`"`) {
		t.Errorf("it does not stay: %.2500s", page)
	}
	if status, page = r.sendFiles(at, at, url.Values{"_shown": {"_note"}}, map[string]attached{"file.sample": aPicture("新图样.png", "2")}); status != http.StatusOK || !strings.Contains(page, "已办理") {
		t.Fatalf("not sent: %d %.2500s", status, mainOf(page))
	}
	if got := files(); len(got) != 2 || got[0].Replaced || got[1].Name != "新图样.png" {
		t.Errorf("%+v", got)
	}

	no, files = inCorrection(t, h, base, r)
	at = "/case/" + no + "/correct"
	old = files()[0]
	page = mainOf(r.post(at, at, url.Values{"_shown": {"_note"}, "out": {old.ID}}))
	if !strings.Contains(page, "提交后不再算数") || !strings.Contains(page, `name="undo" value="`+old.ID+`"`) {
		t.Errorf("it was not taken out: %.2500s", page)
	}
	if status, page = r.sendFiles(at, at, url.Values{"_shown": {"_note"}}, nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "请上传商标图样") {
		t.Fatalf("sent without what the form calls for: %d %.2500s", status, mainOf(page))
	}
	r.sendFiles(at, at, url.Values{"_shown": {"_note"}}, map[string]attached{"file.sample": aPicture("换的图样.png", "3")})
	if got := files(); len(got) != 2 || !got[0].Replaced || got[0].Out {
		t.Errorf("%+v", got)
	}
}

// TestCorrectionBringsFieldsIn: what a changed answer calls for on other parts of the
// page comes with the answer; without scripts the correction is not sent before it
// was shown.
func TestCorrectionBringsFieldsIn(t *testing.T) {
	t.Parallel()
	h, base := peopled(t, "sqlite")
	r := loggedIn(t, base, "buyer")
	no, _ := inCorrection(t, h, base, r)
	at := "/case/" + no + "/correct"
	page := r.get(at, http.StatusOK)
	if strings.Contains(page, `name="file.rules"`) || !strings.Contains(page, `id="mend-paper-rules"`) {
		t.Fatalf("the paper is asked before the answer calls for it: %.2000s", mainOf(page))
	}
	form := url.Values{"_csrf": hiddens(page, "mend")["_csrf"], "_shown": {"mark", "_note"}, "_asked": askedOn(page),
		"mark.name": {"澜山"}, "mark.kind": {"word"}, "mark.use": {"collective"}, "note": {"改为集体商标"}}
	said, status := r.submit(at+"/fields/mark", form)
	for _, want := range []string{`id="mend-paper-rules" hx-swap-oob="true"`, `name="file.rules"`, `value="file.rules"`, `href="#f-file-rules"`, `hx-swap-oob="true"`} {
		if status != http.StatusOK || !strings.Contains(said, want) {
			t.Errorf("%d, no %s: %.3000s", status, want, said)
		}
	}
	if strings.Contains(said, "mend-part-goods") || strings.Contains(said, "mend-paper-proof") {
		t.Errorf("what does not change is drawn again: %.3000s", said)
	}
	status, page = r.sendFiles(at, at, form, nil)
	if status != http.StatusUnprocessableEntity || !strings.Contains(page, "改过的答案带出了“使用管理规则”") || !strings.Contains(page, `name="file.rules"`) {
		t.Fatalf("sent unseen: %d %.3000s", status, mainOf(page))
	}
	form["_asked"] = askedOn(page)
	if status, page = r.sendFiles(at, at, form, nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "请上传使用管理规则") {
		t.Fatalf("sent without it: %d %.3000s", status, mainOf(page))
	}
	if status, page = r.sendFiles(at, at, form, map[string]attached{"file.rules": aPicture("规则.png", "4")}); status != http.StatusOK || !strings.Contains(page, "已办理") {
		t.Errorf("not sent: %d %.2000s", status, mainOf(page))
	}
}

var askedInput = regexp.MustCompile(`name="_asked" value="([^"]+)"`)

func askedOn(page string) (out []string) {
	for _, m := range askedInput.FindAllStringSubmatch(page, -1) {
		out = append(out, m[1])
	}
	return out
}
