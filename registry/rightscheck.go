package registry

import (
	"time"

	"quanlian/base/calendar"
	"quanlian/base/errs"
)

// Purpose is the moment of a deal at which the rights are checked (核查环节).
type Purpose string

// The moments. The check is repeated at each: what held at listing may have
// gone by release.
const (
	AtListing   Purpose = "listing"   // 挂牌
	AtSignature Purpose = "signature" // 签约
	AtDeposit   Purpose = "deposit"   // 存入
	AtRelease   Purpose = "release"   // 放款, after the transfer is registered
)

// DealKind is what is to be done with the right (运用方式).
type DealKind string

// The kinds of deal that the check knows.
const (
	Assignment      DealKind = "assignment"   // 转让
	ContributeStock DealKind = "contribution" // 作价入股: a transfer
	LicenceDeal     DealKind = "licence"      // 许可, with its LicenceKind
	OpenLicenceDeal DealKind = "open_licence" // 开放许可
	PledgeDeal      DealKind = "pledge"       // 质押
)

// transfers reports whether the deal changes the owner.
func (d DealKind) transfers() bool { return d == Assignment || d == ContributeStock }

// Facts are what the check needs besides the register: the parties, their
// consents, and when the register's facts were observed.
type Facts struct {
	Deal          DealKind      `json:"deal"`
	Licence       LicenceKind   `json:"licence,omitempty"`
	Sellers       []Owner       `json:"sellers"`
	Buyers        []Owner       `json:"buyers,omitempty"`
	OwnerConsents []Owner       `json:"owner_consents,omitempty"`  // co-owners whose written consent is on file
	PledgeConsent []string      `json:"pledge_consents,omitempty"` // numbers of pledges whose pledgee consents
	ObservedAt    time.Time     `json:"observed_at"`               // when the office's register was last seen
	Now           time.Time     `json:"now"`
	MaxAge        time.Duration `json:"max_age"` // older facts are refused; Unit: ns
}

// Severity is what a finding means for the deal.
type Severity string

// The severities.
const (
	Block Severity = "block" // the deal may not go on
	Warn  Severity = "warn"  // it may, when a person has seen this
	Info  Severity = "info"
)

// Finding is one result of the rights check.
type Finding struct {
	Severity Severity  `json:"severity"`
	Code     string    `json:"code"` // text key registry.check.…
	Article  string    `json:"article,omitempty"`
	Args     errs.Args `json:"args,omitempty"`
}

// Blocked reports whether any finding stops the deal.
func Blocked(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == Block {
			return true
		}
	}
	return false
}

// check collects findings.
type check struct {
	s   State
	f   Facts
	at  Purpose
	out []Finding
}

// add notes a finding.
func (c *check) add(sev Severity, code, article string, args errs.Args) {
	c.out = append(c.out, Finding{Severity: sev, Code: code, Article: article, Args: args})
}

// early gives warn at listing, where a lack may still be mended, and block later.
func (c *check) early() Severity {
	if c.at == AtListing {
		return Warn
	}
	return Block
}

// RightsCheck tells whether the right, as it stands on a day, may be traded at
// this moment of the deal (权利核查). It blocks on what the register forbids,
// warns of what a person must see, and informs of the rest; no finding at all
// means that nothing stands in the way. The state must be of that very day.
func RightsCheck(s State, f Facts, purpose Purpose, day calendar.Date, cal *calendar.Calendar) ([]Finding, error) {
	c := &check{s: s, f: f, at: purpose}
	if s.ValidAt != day {
		c.add(Block, "registry.check.other_day", "", errs.Args{"state": s.ValidAt.String(), "day": day.String()})
	}
	c.fresh()
	c.alive()
	if err := c.fee(cal); err != nil {
		return nil, err
	}
	c.owner()
	c.coOwners()
	c.burdens()
	c.licences()
	c.information()
	return c.out, nil
}

// fresh refuses facts that are too old, or from the future.
func (c *check) fresh() {
	args := errs.Args{"observed_at": c.f.ObservedAt.In(calendar.China).Format("2006-01-02 15:04"), "hours": int(c.f.MaxAge.Hours())}
	switch {
	case c.f.ObservedAt.IsZero():
		c.add(Block, "registry.check.never_observed", "", nil)
	case c.f.ObservedAt.After(c.f.Now):
		c.add(Block, "registry.check.observed_in_future", "", args)
	case c.f.MaxAge > 0 && c.f.Now.Sub(c.f.ObservedAt) > c.f.MaxAge:
		c.add(Block, "registry.check.stale", "", args)
	}
}

// alive asks for a right in force. An application may be assigned or licensed
// too (专利法10), with a warning that no right exists yet.
func (c *check) alive() {
	args := errs.Args{"status": string(c.s.Status), "since": c.s.Since.String()}
	switch c.s.Status {
	case StatusGranted:
		if c.s.DeemedVoid {
			c.add(Block, "registry.check.deemed_void", "专利法47", nil)
		}
	case StatusPending:
		if c.f.Deal == PledgeDeal || c.f.Deal == OpenLicenceDeal {
			c.add(Block, "registry.check.not_granted", "专利法50", args)
			return
		}
		c.add(Warn, "registry.check.application_only", "专利法10", args)
	case StatusUnknown:
		c.add(c.early(), "registry.check.status_unknown", "", nil)
	default:
		d := deadCodes[c.s.Status]
		c.add(Block, d[0], d[1], args)
	}
	for _, x := range c.s.Conflicts {
		c.add(c.early(), "registry.check.register_conflict", "", errs.Args{"conflict": x.Code})
	}
}

// deadCodes give the sentence and article of each way in which a right ended.
var deadCodes = map[Status][2]string{
	StatusRefused:     {"registry.check.dead_refused", "专利法38"},
	StatusWithdrawn:   {"registry.check.dead_withdrawn", "专利法32、36、37"},
	StatusLapsed:      {"registry.check.dead_lapsed", "专利法44"},
	StatusInvalidated: {"registry.check.dead_invalidated", "专利法47"},
	StatusExpired:     {"registry.check.dead_expired", "专利法42"},
}

// fee asks for a paid annual fee.
func (c *check) fee(cal *calendar.Calendar) error {
	st, err := c.s.FeeStatus(cal)
	if err != nil {
		return err
	}
	args := errs.Args{"year": st.NextYear, "due": st.NextDue.String(), "grace_end": st.GraceEnd.String()}
	switch st.Standing {
	case FeeUnknown:
		c.add(c.early(), "registry.check.fee_unknown", "细则115", nil)
	case FeeInGrace:
		c.add(Block, "registry.check.fee_in_grace", "细则115", args)
	case FeeOverdue:
		c.add(Block, "registry.check.fee_overdue", "专利法44、细则115", args)
	case FeeUpToDay:
		if !st.NextDue.IsZero() && st.NextDue.DaysSince(c.s.ValidAt) <= feeSoon {
			c.add(Info, "registry.check.fee_soon", "细则115", args)
		}
	}
	return nil
}

// feeSoon is how long before the due date a fee is pointed out.
// Unit: calendar days. Source: design decision [D], domain.md ZL32 (90 days).
const feeSoon = 90
