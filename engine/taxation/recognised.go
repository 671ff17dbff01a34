package taxation

import (
	"slices"

	"quanlian/base/errs"
	"quanlian/base/money"
)

// Rest is what the part of the price beyond the recognised technology amount is paid
// for (非技术部分), as the contract or the recognition says; "" is said by neither.
type Rest string

// The rests.
const (
	GoodsRest   Rest = "goods"   // equipment, materials and other goods
	ServiceRest Rest = "service" // services that are no part of the technology
)

// restKinds are the parts that the recognition, not the contract, sets apart.
var restKinds = map[Rest]PartKind{GoodsRest: RestGoods, ServiceRest: RestService, "": RestUnnamed}

// ofRecognition reports whether the recognition of the contract set the part apart.
func (k PartKind) ofRecognition() bool {
	return k == RestGoods || k == RestService || k == RestUnnamed
}

// isGoods reports whether the part is taxed as goods; one that nothing names is taken
// as goods, the dearer of the two.
func (k PartKind) isGoods() bool { return k == Equipment || k == RestGoods || k == RestUnnamed }

// recognised splits off what the recognition of the contract does not count as
// technology: 技术交易额 is the total less equipment, materials and other things that
// are no technology, and the reliefs reach no further. A share that came back to the
// buyer lessens the technology, as [Deal.Returned] does.
func (d Deal) recognised() Deal {
	p := d.Papers
	if d.split || p.ContractTotal == 0 && p.TechnologyAmount == 0 {
		return d
	}
	d.split = true
	var technology, named money.Fen
	for _, x := range d.parts() {
		if x.Kind.handsOver() {
			technology += x.Amount
		} else {
			named += x.Amount
		}
	}
	total := p.ContractTotal
	if total == 0 {
		total = d.Price + d.Returned
	}
	rest := min(technology, max(0, total-p.TechnologyAmount-named, technology-p.TechnologyAmount))
	if rest == 0 {
		return d
	}
	d.Parts = slices.Clone(d.parts())
	left := rest
	for i := range d.Parts {
		if x := &d.Parts[i]; x.Kind.handsOver() {
			off := min(left, x.Amount)
			x.Amount, left = x.Amount-off, left-off
		}
	}
	d.Parts = append(d.Parts, Part{restKinds[p.Rest], rest})
	return d
}

// restOfRoyalty is what of a royalty is no technology where the contract fixes no
// price: the share that it has in the recognised total.
func (d *Deal) restOfRoyalty(amount money.Fen) money.Fen {
	p := d.Papers
	if p.ContractTotal <= 0 || p.TechnologyAmount >= p.ContractTotal {
		return 0
	}
	return upTo(p.ContractTotal-p.TechnologyAmount, amount, p.ContractTotal)
}

// RestOf is what of the price the recognition sets apart as no technology.
func (d Deal) RestOf() money.Fen {
	var sum money.Fen
	for _, x := range d.recognised().Parts {
		if x.Kind.ofRecognition() {
			sum += x.Amount
		}
	}
	return sum
}

// checkRecognised adds what is wrong with the figures of the recognition.
func (p Papers) checkRecognised(l *errs.List) {
	oneOf(l, "papers.rest", p.Rest, "", GoodsRest, ServiceRest)
	if p.TechnologyIncome > p.TechnologyAmount {
		l.Add(errs.At("papers.technology_income", "engine.taxation.recognised_order", nil))
	}
	if p.ContractTotal > 0 && p.TechnologyAmount > p.ContractTotal {
		l.Add(errs.At("papers.technology_amount", "engine.taxation.recognised_total", nil))
	}
}
