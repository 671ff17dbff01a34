package hall

import (
	"context"
	"strings"
	"testing"

	"quanlian/chain/utilization/hall"
	"quanlian/engine/taxation"
	"quanlian/kernel"
)

// TestScansOfTheRecords: the paper of a record and the certificate of the technology
// contract may be attached; both sides and the office open them, a broker does not,
// and a correction keeps what lay there.
func TestScansOfTheRecords(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.patent("202310000001.X", "owner")
		id := w.talking("owner", "buyer", w.listed("owner", "202310000001.X", hall.ListInput{}))
		w.agreed("owner", "buyer", id, assignment(100*wan))
		w.signed("owner", "buyer", id)
		w.do("buyer", id, "deposit", account("1"))
		w.banks()
		proof := hall.RecognitionInput{No: "R1", Kind: "转让", Total: 100 * wan, Technology: 80 * wan, Income: 80 * wan, Date: w.today(), Rest: "air"}
		w.no("owner", id, "recognise", proof, "utilization.hall.recognition_rest")
		proof.Rest, proof.Scan = taxation.GoodsRest, []string{w.upload("buyer")}
		w.no("owner", id, "recognise", proof, "kernel.upload_gone")
		for code, u := range map[string]kernel.PutDocument{"kernel.upload_no_scan": {ID: "zip", Bytes: 9, Media: "application/zip"}, "kernel.upload_big": {ID: "big", Bytes: kernel.MaxScan + 1, Media: "application/pdf"}} {
			u.Kind, u.Name, u.SHA256, u.Level, u.By = hall.ScanKind, "证明", strings.Repeat("a", 64), kernel.ViewDetail, w.as("owner").User
			w.ok(w.d.Do(context.Background(), w.as("owner"), "upload/"+u.ID, u))
			proof.Scan = []string{u.ID}
			w.no("owner", id, "recognise", proof, code)
		}
		proof.Scan = []string{w.upload("owner")}
		w.do("owner", id, "recognise", proof)
		proof.Scan = nil
		w.do("owner", id, "recognise", proof) // the same number again keeps its scan
		w.do("owner", id, "file", nil)
		answer := hall.RecordAnswer{No: "2026110001", Date: w.today(), Document: "手续合格通知书2", Scan: []string{w.upload("owner")}}
		w.no("clerk", id, "enter_record", answer, "kernel.upload_gone")
		answer.Scan = []string{w.upload("clerk")}
		w.do("clerk", id, "enter_record", answer)
		fix := hall.RecordFixInput{No: "2026110001", Date: w.today(), Document: "手续合格通知书2", Reason: "补扫描件", Scan: []string{w.upload("clerk")}}
		w.do("clerk", id, "correct_record", fix)
		d := w.deal(id)
		if len(d.Recognition.Files) != 1 || d.Recognition.Rest != taxation.GoodsRest || len(d.Record.Files) != 2 || d.Record.Files[0].SHA256 == "" {
			t.Fatalf("%+v, %+v", d.Recognition, d.Record)
		}
		papers, err := w.s.Papers(context.Background(), id, kernel.ViewSecret)
		w.ok(err)
		n := 0
		for _, p := range papers {
			if p.Kind != hall.ScanKind {
				continue
			}
			n++
			for who, may := range map[string]bool{"owner": true, "buyer": true, "clerk": true, "agent": false, "rival": false} {
				if p.OpenTo(w.as(who), w.get(id)) != may {
					t.Errorf("%s opens %s: want %v", who, p.Name, may)
				}
			}
		}
		if n != 3 {
			t.Errorf("%d scans among the papers", n)
		}
		for _, level := range []kernel.Level{kernel.ViewDetail, kernel.ViewSecret} {
			if b := hall.DealView(d, level, hall.Broker); len(b.Record.Files)+len(b.Recognition.Files) > 0 || len(d.Record.Files) != 2 {
				t.Errorf("the broker sees %+v", b.Record)
			}
		}
	})
}
