package hall

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
	"quanlian/kernel"
	"quanlian/ledger"
)

// Delivery is one batch of technical documents (技术资料).
type Delivery struct {
	What     string    `json:"what"`
	Document string    `json:"document,omitempty"`
	At       time.Time `json:"at"`
	Accepted time.Time `json:"accepted,omitzero"`
	Refused  string    `json:"refused,omitempty"`
	Tranche  int       `json:"tranche,omitempty"` // the milestone that it reaches; 0 for none
	// Files are what was handed over here; Digest is over their list, so that the
	// buyer's word is about these bytes and no others.
	Files  []DeliveredFile `json:"files,omitempty"`
	Digest string          `json:"digest,omitempty"`
}

// DeliveredFile is one file of a batch: a paper of the case that both sides and
// the office alone may open.
type DeliveredFile struct {
	Paper  string `json:"paper"` // id of the document
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Both sides of the deal own the technical documents; a broker does not see them.
const bothSides = Seller + "," + Buyer

// Unit: files. Source: our choice; what one form carries at a time. More go into
// further batches, or into an archive.
const mostFiles = 20

// digestOf is the SHA-256 over the list of files as sha256sum prints it, so that
// anybody can work it out again.
func digestOf(files []DeliveredFile) string {
	if len(files) == 0 {
		return ""
	}
	var b strings.Builder
	for _, f := range files {
		b.WriteString(f.SHA256 + "  " + f.Name + "\n")
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// DeliverInput names a batch of technical documents; Files are uploads.
type DeliverInput struct {
	What     string   `json:"what"`
	Files    []string `json:"files,omitempty"`
	Document string   `json:"document,omitempty"`
	Tranche  int      `json:"tranche,omitempty"` // the milestone it reaches
}

// deliveredFacts are the uploads that the input names.
type deliveredFacts map[string]kernel.Upload

func loadDelivered(v kernel.View, _ kernel.Case, _ DealData, in DeliverInput) (deliveredFacts, error) {
	return loadFiles(v, "files", in.Files)
}

// loadFiles are the uploads of the ids that stand in a field.
func loadFiles(v kernel.View, field string, ids []string) (deliveredFacts, error) {
	if len(ids) > mostFiles {
		return nil, errs.At(field, "utilization.hall.delivery_many", errs.Args{"most": mostFiles})
	}
	out := deliveredFacts{}
	for _, id := range ids {
		u, err := kernel.Load(v, kernel.UploadByID{ID: id})
		if errs.KindOf(err) == errs.NotFound {
			return nil, errs.At(field, "kernel.upload_gone", nil)
		}
		if err != nil {
			return nil, err
		}
		out[id] = u
	}
	return out, nil
}

func deliver() kernel.Move {
	return kernel.MoveOf[DealData, DeliverInput, deliveredFacts]{
		Name: "deliver", Needs: []string{"what"}, From: []kernel.State{DealDelivery}, By: []kernel.Role{Seller}, Right: kernel.RightSubmit, Outward: true,
		Facts: loadDelivered,
		Guard: func(t kernel.Turn[DealData, DeliverInput, deliveredFacts]) error {
			if t.Input.What == "" {
				return errs.At("what", "utilization.hall.delivery_what", nil)
			}
			if err := t.Facts.owned("files", t.Input.Files, t.Actor.User); err != nil {
				return err
			}
			n := len(t.Data.Terms.Tranches)
			if t.Input.Tranche < 0 || t.Input.Tranche > n || t.Input.Tranche == 0 && t.Data.Terms.PriceKind == ledger.Milestones {
				return errs.At("tranche", "utilization.hall.delivery_tranche", errs.Args{"last": n})
			}
			return nil
		},
		Effects: doDeliver,
	}.Build()
}

func doDeliver(t kernel.Turn[DealData, DeliverInput, deliveredFacts]) (kernel.Out[DealData], error) {
	x := Delivery{What: t.Input.What, Document: t.Input.Document, Tranche: t.Input.Tranche, At: t.Now}
	out := kernel.Out[DealData]{}
	x.Files, out.Effects = t.Facts.attach(t.Input.Files, DeliveredKind, t.NewID)
	x.Digest = digestOf(x.Files)
	t.Data.Delivered = append(slices.Clone(t.Data.Delivered), x)
	out.Data = t.Data
	if len(x.Files) > 0 {
		sheet, err := t.Data.deliverySheet(t.Case.No, t.NewID(), x)
		if err != nil {
			return out, err
		}
		out.Effects = append(out.Effects, sheet)
	}
	out.Effects = append(out.Effects, tell(Buyer, "delivered", t.Case.No))
	return out, nil
}

// DeliveredKind is what a file of a delivery is among the papers of the deal.
const DeliveredKind = "utilization.hall.paper.delivered"

// deliveredPaper is what the list of a delivery (技术资料交付清单) draws.
type deliveredPaper struct {
	No     string          `json:"no"`
	Right  string          `json:"right"`
	Title  string          `json:"title"`
	Seller PartyRef        `json:"seller"`
	Buyer  PartyRef        `json:"buyer"`
	Day    string          `json:"day"`
	Batch  int             `json:"batch"`
	What   string          `json:"what"`
	Files  []DeliveredFile `json:"files"`
	Digest string          `json:"digest"`
}

func (d DealData) deliverySheet(no, id string, x Delivery) (kernel.IssueDocument, error) {
	raw, err := json.Marshal(deliveredPaper{No: no, Right: d.Right, Title: d.Title, Seller: d.Seller, Buyer: d.Buyer, Day: calendar.DateOf(x.At).String(), Batch: len(d.Delivered), What: x.What, Files: x.Files, Digest: x.Digest})
	if err != nil {
		return kernel.IssueDocument{}, errs.Wrap(errs.Internal, "kernel.data_unwritable", err)
	}
	return kernel.IssueDocument{ID: id, Kind: "utilization.hall.paper.delivery", Template: Matter + "/delivery", Data: raw, For: bothSides}, nil
}

// AcceptDeliveryInput repeats the digest of the files that the buyer saw: nobody
// accepts unseen. It is empty where nothing was handed over as a file.
type AcceptDeliveryInput struct {
	Digest string `json:"digest,omitempty"`
}

// DeliveredDigest is the digest of what waits for the buyer's word, over all
// batches that do; "" where there are no files among them.
func (d DealData) DeliveredDigest() string { return digestOf(d.openFiles()) }

func (d DealData) openFiles() []DeliveredFile {
	var open []DeliveredFile
	for _, x := range d.Delivered {
		if x.open() {
			open = append(open, x.Files...)
		}
	}
	return open
}

// scans are what the virus scanner said of the files that wait for the buyer.
type scans map[string]kernel.ScanState

func loadScans(v kernel.View, _ kernel.Case, d DealData, _ AcceptDeliveryInput) (scans, error) {
	var hashes []string
	for _, f := range d.openFiles() {
		hashes = append(hashes, f.SHA256)
	}
	return kernel.Load(v, kernel.ScansOf{Hashes: hashes})
}

// openable refuses files that nobody could open yet, or ever: nobody accepts
// unseen.
func (s scans) openable(list []DeliveredFile) error {
	for _, f := range list {
		switch s[f.SHA256] {
		case kernel.ScanWaiting:
			return errs.New(errs.TooEarly, "utilization.hall.delivery_unscanned", errs.Args{"file": f.Name})
		case kernel.ScanBad:
			return errs.New(errs.Conflict, "utilization.hall.delivery_infected", errs.Args{"file": f.Name})
		}
	}
	return nil
}

func acceptDelivery() kernel.Move {
	return kernel.MoveOf[DealData, AcceptDeliveryInput, scans]{
		Name: "accept_delivery", From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Facts: loadScans,
		Guard: func(t kernel.Turn[DealData, AcceptDeliveryInput, scans]) error {
			if want := t.Data.DeliveredDigest(); want != t.Input.Digest {
				return errs.At("digest", "utilization.hall.other_files", nil)
			}
			return t.Facts.openable(t.Data.openFiles())
		},
		Effects: func(t kernel.Turn[DealData, AcceptDeliveryInput, scans]) (kernel.Out[DealData], error) {
			d, err := t.Data.judge(func(x *Delivery) { x.Accepted = t.Now })
			if err != nil {
				return kernel.Out[DealData]{}, err
			}
			out := kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "accepted_delivery", t.Case.No)}}
			if d.allPaid() { // a royalty alone: nothing to release before the first report
				out = d.arrived(out, t.Case.No, t.Now)
			}
			return out, nil
		},
	}.Build()
}

// toReach reports whether a milestone, or the documents beside one, are still to be
// handed over.
func (d DealData) toReach() bool {
	if d.Terms == nil {
		return false
	}
	reach := d.Terms.Milestones()
	if len(reach) == 0 {
		return false
	}
	return d.Terms.PriceKind == ledger.Milestones || !d.handedOver(func(x Delivery) bool { return d.Milestone(x.Tranche) == "" }) ||
		slices.ContainsFunc(reach, func(n int) bool {
			return !d.handedOver(func(x Delivery) bool { return x.Tranche == n })
		})
}

// open reports whether the buyer has not yet said anything to the batch.
func (x Delivery) open() bool { return x.Accepted.IsZero() && x.Refused == "" }

// judge gives the buyer's word to every batch that waits for it.
func (d DealData) judge(say func(*Delivery)) (DealData, error) {
	n := len(d.Delivered)
	if n == 0 || !d.Delivered[n-1].open() {
		return d, errs.New(errs.Conflict, "utilization.hall.nothing_delivered", nil)
	}
	d.Delivered = append([]Delivery(nil), d.Delivered...)
	for i := range d.Delivered {
		if d.Delivered[i].open() {
			say(&d.Delivered[i])
		}
	}
	return d, nil
}

// refuseDelivery sends the documents back: the seller delivers again.
func refuseDelivery() kernel.Move {
	return kernel.MoveOf[DealData, kernel.ReasonInput, none]{
		Name: "refuse_delivery", Needs: []string{"reason"}, From: []kernel.State{DealDelivery}, By: []kernel.Role{Buyer}, Right: kernel.RightSubmit, Outward: true,
		Guard: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) error { return reason(t.Input.Reason) },
		Effects: func(t kernel.Turn[DealData, kernel.ReasonInput, none]) (kernel.Out[DealData], error) {
			d, err := t.Data.judge(func(x *Delivery) { x.Refused = t.Input.Reason })
			return kernel.Out[DealData]{Data: d, Effects: []kernel.Effect{tell(Seller, "refused_delivery", t.Case.No)}}, err
		},
	}.Build()
}
