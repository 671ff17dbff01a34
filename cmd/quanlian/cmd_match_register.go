package main

import (
	"context"
	"time"

	"quanlian/adapter/sqlstore"
	"quanlian/base/calendar"
	"quanlian/chain/utilization/hall"
	"quanlian/engine/matching"
	"quanlian/kernel"
	"quanlian/registry"
)

// demoDatabase is where the demo city keeps its database when nothing else is said.
const demoDatabase = "sqlite:var/demo/demo.db"

// Unit: rights; listings. Source: our choice, so that a page of the register stays small.
const (
	registerPage = 500
	offerPage    = 100 // the most that a list of the hall gives
)

// eachRegistered hands over every patent of the register of a database; one that
// stands open in the hall with what is offered there.
func eachRegistered(ctx context.Context, db string, add func(matching.Patent) error) error {
	s, _, err := sqlstore.Inspect(ctx, db)
	if err != nil {
		return err
	}
	defer s.Close()
	offers, err := openOffers(ctx, s)
	if err != nil {
		return err
	}
	now, after := time.Now(), ""
	for {
		rights, err := s.EachRight(ctx, after, registerPage)
		if err != nil || len(rights) == 0 {
			return err
		}
		numbers := make([]string, len(rights))
		for i, r := range rights {
			numbers[i] = r.Number
		}
		views, err := s.RightsByNo(ctx, numbers)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			v := views[n]
			if v == nil {
				continue // an entry that cannot be read holds up no other
			}
			if err := add(hall.Registered(offers[n], v, registry.AsOf(v.Events, calendar.DateOf(now), now))); err != nil {
				return err
			}
		}
		after = numbers[len(numbers)-1]
	}
}

// openOffers are the open listings that anybody may see, by their right.
func openOffers(ctx context.Context, s *sqlstore.Store) (map[string]*hall.ListingRow, error) {
	out := map[string]*hall.ListingRow{}
	for offset := 0; ; offset += offerPage {
		rows, total, _, err := s.HallListings(ctx, kernel.Actor{}, hall.ListingFilter{Limit: offerPage, Offset: offset})
		if err != nil {
			return nil, err
		}
		for i := range rows {
			out[rows[i].Right] = &rows[i]
		}
		if offset+offerPage >= total {
			return out, nil
		}
	}
}
