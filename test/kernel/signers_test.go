package kernel

import (
	"slices"

	"quanlian/base/errs"
	"quanlian/kernel"
)

// asksASigner: who is asked finds the case among those that wait for its word and
// is told; it says it in words; nobody waits for one who cannot.
func (w *world) asksASigner(reader, clerk, clerk2 kernel.Actor, id kernel.CaseID) {
	w.t.Helper()
	waiting := func(a kernel.Actor) int {
		n, err := w.s.Counts(w.t.Context(), a, kernel.ViewDetail, kernel.CaseCount{CaseQuery: kernel.CaseQuery{Role: kernel.RoleSigner, Open: true}})
		if err != nil {
			w.t.Fatal(err)
		}
		return n[0].N
	}
	told := func(a kernel.Actor, text string) bool {
		list, err := w.s.Notices(w.t.Context(), a, 50)
		if err != nil {
			w.t.Fatal(err)
		}
		return slices.ContainsFunc(list, func(n kernel.Notice) bool { return n.Text == text && n.Case == id })
	}
	if waiting(clerk2) != 1 || waiting(clerk) != 0 || waiting(reader) != 0 || !told(clerk2, "kernel.notice.sign") {
		w.t.Fatal("who is asked finds the case, and nobody else")
	}
	if _, err := w.act(clerk2, id, kernel.MoveSignOff, "so1", 0, kernel.OpinionInput{Opinion: " "}); !errs.Is(err, "kernel.opinion_needed") {
		w.t.Fatalf("an opinion without a word: %v", err)
	}
	if _, err := w.act(clerk, id, kernel.MoveDropSigner, "so2", 0, kernel.SignerGoneInput{User: "u-clerk", Reason: "出差"}); !errs.Is(err, "kernel.signer_not_waiting") {
		w.t.Fatalf("dropped who is not asked: %v", err)
	}
	if _, err := w.act(clerk, id, kernel.MoveDropSigner, "so3", 0, kernel.SignerGoneInput{User: "u-clerk2"}); !errs.Is(err, "kernel.reason_needed") {
		w.t.Fatalf("dropped without a reason: %v", err)
	}
	w.must(w.act(clerk, id, kernel.MoveDropSigner, "so4", 0, kernel.SignerGoneInput{User: "u-clerk2", Reason: "出差"}))
	if c := w.get(clerk, id); waiting(clerk2) != 0 || len(c.Signers) != 0 {
		w.t.Fatalf("still waited for: %+v", c.Signers)
	}
	w.must(w.act(clerk, id, kernel.MoveAddSigner, "so5", 0, kernel.SignerInput{User: "u-clerk2", Reason: "请核对"}))
	w.must(w.act(clerk2, id, kernel.MoveSignOff, "so6", 0, kernel.OpinionInput{Opinion: "同意"}))
	if c := w.get(clerk, id); waiting(clerk2) != 0 || c.Signers[0].Opinion != "同意" || !told(clerk, "kernel.notice.signed") {
		w.t.Fatalf("signed, and %+v", c.Signers)
	}
}
