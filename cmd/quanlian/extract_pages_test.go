package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/catalogue/items"
	"quanlian/kernel"
	"quanlian/kernel/desk"
	"quanlian/kernel/form"
	"quanlian/kernel/itemflow"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// TestRegisterSaysWhatAPaperWould: where the platform has a paper, the applicant
// and the desk read what the register says; where the register has nothing, the
// paper is asked for.
func TestRegisterSaysWhatAPaperWould(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Walked(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			h, _ := houseOn(t, storetest.URL(t, engine))
			withPeople(t, h)
			srv := httptest.NewServer(h.handler())
			t.Cleanup(srv.Close)
			r, at := appliedUpTo(t, srv.URL)
			r.uploadAll(at("materials"), at("materials"), map[string]string{"file.contract": "合同.pdf"})
			said := []string{"登记信息摘录：双方身份证明", "91990001MA0QL0001J", "平台主体登记", "查询时间", "12990001MB0QL00030"}
			has(t, "the check page", r.get(at("check"), http.StatusOK), said...)
			no := sentFrom(t, r, at)
			has(t, "the desk", newReader(t, srv.URL).login("desk").get("/case/"+no, http.StatusOK), said...)
			listOfRights(t, h, srv.URL)
		})
	}
}

func has(t *testing.T, where, page string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("%s does not say %q", where, w)
		}
	}
}

// listOfRights: the list is spared for the owner of rights alone.
func listOfRights(t *testing.T, h *house, base string) {
	t.Helper()
	ctx := context.Background()
	it, ok := h.items.Today(ctx).Item("PX02")
	if !ok {
		t.Fatal("no such item")
	}
	owner := registry.Owner{Party: "p-chengxin", Name: "云澜澄芯传感科技有限公司", USCC: "91990001MA0QL0001J"}
	if _, _, _, err := h.store.Sink(h.now).Put(ctx, []registry.Record{grantedRecord("202119900555.9", owner)}); err != nil {
		t.Fatal(err)
	}
	for user, owns := range map[kernel.UserID]bool{"u-shen": true, "u-owns-nothing": false} {
		if !owns {
			p := kernel.Party{ID: "p-new", Kind: "enterprise", Name: "云澜新设科技有限公司", Code: "91990001MA0QL9999J", District: "东埠"}
			if err := h.desk.Do(ctx, kernel.SystemActor("seed"), "p-new", kernel.PutParty{Party: p}, kernel.PutUser{ID: user, Login: "new", Name: "新人"}, kernel.PutMember{User: user, Party: p.ID, Duty: kernel.DutyHandler, Rights: kernel.AllRights()}); err != nil {
				t.Fatal(err)
			}
		}
		no, err := sentWithoutList(t, h, user, it)
		if asked := slices.ContainsFunc(errs.All(err), func(e *errs.Error) bool { return e.Field == "file.patents" }); asked == owns {
			t.Fatalf("%s: the list is asked for: %v (%v)", user, asked, err)
		}
		if owns {
			page := newReader(t, base).login("editor").get("/case/"+no, http.StatusOK)
			has(t, "the desk", page, "登记信息摘录：有效专利清单", "名下有效权利", "202119900555.9", "平台权利登记簿")
		}
	}
}

// sentWithoutList sends the item with every paper but the list.
func sentWithoutList(t *testing.T, h *house, user kernel.UserID, it form.Item) (string, error) {
	t.Helper()
	ctx := context.Background()
	hats, err := h.store.Hats(ctx, user, h.now())
	if err != nil {
		t.Fatal(err)
	}
	party, err := h.store.Party(ctx, hats[0].Party)
	if err != nil {
		t.Fatal(err)
	}
	facts := form.Facts{Party: party, Today: calendar.DateOf(h.now()), District: party.District, Owns: true}
	in := itemflow.SubmitInput{Values: form.Sampler{Formats: items.SampleFormats(), Pick: rand.New(rand.NewPCG(1, 2)).IntN}.Fill(it, facts)}
	for _, m := range itemflow.Needed(it, in.Values, facts, true) {
		id := newID()
		if err := h.desk.Do(ctx, hats[0], "upload/"+id, kernel.PutDocument{ID: id, Kind: "kernel.itemflow.paper.material", Name: "材料." + m.Types[0], SHA256: id, Bytes: 10, Media: "application/pdf", Level: kernel.ViewDetail, By: user}); err != nil {
			t.Fatal(err)
		}
		in.Files = append(in.Files, itemflow.File{Upload: id, Material: m.ID})
	}
	raw, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := h.desk.Open(ctx, hats[0], desk.OpenCommand{Flow: it.Flowing(), Move: "submit", Key: "t/" + newID(), Input: raw, Item: it.Code, ItemHash: it.Hash(), Unit: it.Unit})
	return rec.No, err
}
