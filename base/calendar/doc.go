// Package calendar counts legal dates and limits (期限): which days are
// working days in China, when a limit ends, and how much of it is left.
//
// It decides: the kind of a day from the yearly State Council notices (data,
// one file a year); the end of a period in years, months, calendar days or
// working days under a named [Regime] (patent law, Civil Code, civil
// procedure, administrative penalty); the day on which a document counts as
// received ([Service]); the due date of a limit that was paused ([Calendar.Due])
// and the light shown for it ([Calendar.Remaining]).
//
// It does not decide which limit applies to a matter, and it never derives a
// holiday from a lunar calendar: a year whose notice is not loaded gives dates
// marked provisional, a year before the first loaded one dates marked unknown
// (weekends only).
//
// Rules of counting: the start day is not counted; a month period ends on the
// corresponding day of its last month, or on the last day of that month where
// there is none; only the final date moves off a holiday, and it moves once.
// Make-up Saturdays and Sundays are working days.
//
//	receipt = Service(way, sent)          post: sent + 15 days, never rolled
//	end     = End(receipt, 2mo, patent)   counted from the receipt, rolled once
//	due     = Due(start, limit, pauses)   end + the days paused, rolled once
//
// Legal basis: 专利法实施细则 arts 4, 5; 民法典 arts 201–203; 民事诉讼法 art. 85;
// 行政处罚法 art. 85; 全国年节及纪念日放假办法.
package calendar
