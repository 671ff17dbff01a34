// Package taxation computes the taxes of one deal in intellectual property
// (技术交易税费测算): value-added tax, surcharges, stamp duty, enterprise income
// tax on technology transfer, personal income tax of an individual seller, the
// buyer's credit and amortisation, and beside them the super-deduction of
// research outlay.
//
// It decides: which dated rule holds on the day of the event ([Rules.At]), the
// base, the rate and the amount of every line, whether a relief applies and if
// not why ([Line.Why]), how one yearly pot of 5,000,000 yuan is shared by all
// contracts of the year ([SettleYear]), and, before signing, which way is
// better for the seller, for the buyer and for both ([Compare]).
//
// Of a price only the recognised technology amount has relief; what lies beyond it
// (equipment, materials, other services) is taxed as the recognition names it, and as
// goods, unverified, where nothing does.
//
// It does not: file anything, decide who is a general or a small-scale
// taxpayer, say on which days nobody works (base/calendar does), compute the
// annual personal income tax of 3–45 %, the exemption from education surcharges
// below 100,000 yuan a month, withholding on foreign parties, or the deferral of
// 作价入股. The platform computes and reminds (平台只测算和提醒，不代为申报).
//
// Rules are data: rules/*.yaml, each row with its dates, article, tag and
// whether the text itself was read. Verified are the VAT Law, Announcement 2026
// No. 10, the Stamp Duty Law, EIT Implementing Regulations 66, 67, 90 and the
// conditions of Guo Shui Han [2009] No. 212, Announcement 2023 No. 12 arts. 2
// and 5. Not verified, and shown so on every line that rests on them: that a
// licence is transfer of technology for VAT, the list of VAT technologies
// (Announcement 2026 No. 9 annex 2), the 25 % on the halved half (Guo Shui Han
// [2010] No. 157), the stamp item of a licence, all surcharges, all rates of
// the income tax outside the transfer relief, prepayment of personal income
// tax, cash rewards, the super-deduction, and every VAT row before 2026.
//
// Legal basis: 增值税法; 财政部 税务总局公告2026年第10号; 财税〔2016〕36号; 企业所得税法27、
// 实施条例66、67、90; 国税函〔2009〕212号; 财税〔2010〕111号; 财税〔2015〕116号; 印花税法;
// 个人所得税法; 财政部 税务总局公告2023年第12号.
//
// A deal runs through the package so:
//
//	Deal ─ validate ─ price (net/gross, parts) ─ conditions ─ way
//	     └─ VAT ─ input out ─ surcharges ─ stamp ─ EIT or IIT ─ Sheet
//	        the same for every way ─────────────────────────── Compare
package taxation
