package hall

import (
	"context"
	"strings"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/kernel"
)

// TestDocumentsAsFiles: what is delivered are files of both sides and the centre;
// the buyer accepts these and no others.
func TestDocumentsAsFiles(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		const number = "202210100077.7"
		w.patent(number, "owner")
		id := w.talking("owner", "buyer", w.listed("owner", number, hall.ListInput{}))
		w.invited("buyer", id, hall.InviteInput{Rate: dec("0.03"), From: "buyer"})
		w.do("owner", id, "agree_commission", nil)
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		w.recorded("owner", "buyer", id)
		w.no("owner", id, "deliver", hall.DeliverInput{What: "图纸", Files: []string{w.upload("buyer")}}, "kernel.upload_gone")
		w.no("owner", id, "deliver", hall.DeliverInput{What: "图纸", Files: []string{"none"}}, "kernel.upload_gone")
		w.do("owner", id, "deliver", hall.DeliverInput{What: "图纸", Files: []string{w.upload("owner"), w.upload("owner")}})
		first := w.deal(id).DeliveredDigest()
		w.no("buyer", id, "accept_delivery", nil, "utilization.hall.other_files")
		w.do("buyer", id, "refuse_delivery", kernel.ReasonInput{Reason: "缺标定数据"})
		w.do("owner", id, "deliver", hall.DeliverInput{What: "图纸与标定数据", Files: []string{w.upload("owner")}})
		w.no("buyer", id, "accept_delivery", hall.AcceptDeliveryInput{Digest: first}, "utilization.hall.other_files")
		seen := hall.AcceptDeliveryInput{Digest: w.deal(id).DeliveredDigest()}
		sha := w.deal(id).Delivered[1].Files[0].SHA256
		scan := func(s kernel.ScanState) {
			w.ok(w.d.Do(context.Background(), kernel.SystemActor(kernel.RoleSystem), w.key(), kernel.ScanFile{SHA256: sha, State: s}))
		}
		scan(kernel.ScanWaiting)
		w.no("buyer", id, "accept_delivery", seen, "utilization.hall.delivery_unscanned")
		scan(kernel.ScanClean)
		w.do("buyer", id, "accept_delivery", seen)

		papers, err := w.s.Papers(context.Background(), id, kernel.ViewSecret)
		w.ok(err)
		files, lists := 0, 0
		for _, p := range papers {
			mine := strings.HasPrefix(p.Kind, "utilization.hall.paper.deliver")
			if !mine {
				continue
			}
			if p.Kind == hall.DeliveredKind {
				files++
			} else {
				lists++
			}
			for who, may := range map[string]bool{"owner": true, "buyer": true, "clerk": true, "agent": false, "rival": false} {
				if p.OpenTo(w.as(who), w.get(id)) != may {
					t.Errorf("%s opens %s: want %v", who, p.Kind, may)
				}
			}
		}
		if files != 3 || lists != 2 {
			t.Fatalf("%d files, %d lists", files, lists)
		}
		d := w.deal(id)
		if b := hall.DealView(d, kernel.ViewSecret, hall.Broker); len(b.Delivered[0].Files) != 0 || b.Delivered[0].Digest != "" || len(d.Delivered[0].Files) != 2 {
			t.Fatalf("the broker sees %+v", b.Delivered[0])
		}
	})
}
