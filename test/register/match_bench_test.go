package register

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"quanlian/adapter/search/listings"
	"quanlian/adapter/segment"
	"quanlian/adapter/sqlstore"
	"quanlian/chain/utilization/hall"
	"quanlian/registry"
	"quanlian/test/storetest"
)

// BenchmarkMatch measures the index on a hall of 10,000 listings: reading it
// whole, taking one change in, reading the file, and proposing for a need.
func BenchmarkMatch(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			s := storetest.Open(b, storetest.URL(b, engine), sqlstore.Options{})
			hallOf(b, s, 10_000)
			now := func() time.Time { return start.Add(time.Hour) }
			path := filepath.Join(b.TempDir(), "listings.index")
			fresh := func(path string) *listings.Index {
				return &listings.Index{Source: s, Segmenter: segment.Gse{}, Now: now, Path: path, Log: slog.New(slog.DiscardHandler)}
			}
			x := fresh(path)
			follow := func(b *testing.B, x *listings.Index) {
				if _, err := x.Follow(context.Background(), 0); err != nil {
					b.Fatal(err)
				}
			}
			b.Run("build", func(b *testing.B) {
				for b.Loop() {
					x = fresh(path)
					follow(b, x)
				}
			})
			b.Run("save", func(b *testing.B) {
				version := int64(1)
				for b.Loop() {
					b.StopTimer()
					version++
					putListingAt(b, s, offer{"0", hall.ListingListed, "firm", hall.ListingData{Title: fmt.Sprint("电池", version), Deal: registry.Assignment}}, version, start.Add(time.Duration(version)*time.Second))
					follow(b, x)
					b.StartTimer()
					if err := x.Save(true); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("open", func(b *testing.B) {
				for b.Loop() {
					follow(b, fresh(path))
				}
			})
			b.Run("nothing_new", func(b *testing.B) {
				for b.Loop() {
					follow(b, x)
				}
			})
			if err := (segment.Gse{}).Load(); err != nil {
				b.Fatal(err)
			}
			b.Run("propose", func(b *testing.B) {
				d := hall.NeedData{Title: "柔性触觉传感器", Text: "想给协作机器人的手指做触觉皮肤，用压阻式的，要柔性，最好能自己补偿温漂，零下十度到五十度都准。", Budget: 300_000_000}
				for b.Loop() {
					if p, err := x.Propose(context.Background(), stranger, d, 10); err != nil || len(p.Matches) != 10 {
						b.Fatal(err, len(p.Matches))
					}
				}
			})
		})
	}
}

// hallOf fills a hall with listings of patents whose texts are put together from
// a few hundred words.
func hallOf(b *testing.B, s *sqlstore.Store, n int) {
	b.Helper()
	word := func(i int) string {
		list := []string{"柔性", "触觉", "传感器", "机器人", "压阻", "阵列", "温度", "补偿", "电池", "负极", "隔膜", "轴承", "涂布", "闭环", "控制", "方法", "装置", "标定", "算法", "图像", "识别", "材料", "合金", "焊接", "切削"}
		return list[i%len(list)]
	}
	sentence := func(seed, long int) string {
		out := ""
		for j := range long {
			out += word(seed*7+j*j*3+j*seed) + fmt.Sprintf("%c", rune(0x4e00+(seed*131+j*977)%3000))
		}
		return out
	}
	var records []registry.Record
	for i := range n {
		r := patent(b, fmt.Sprintf("2018%08d.X", i), sentence(i, 5), fmt.Sprintf("公司%d", i%900))
		r.Right.Abstract, r.Right.Claims = sentence(i+1, 40)+"。"+sentence(i+2, 40)+"。", []registry.Claim{{Text: sentence(i+3, 60)}}
		if records = append(records, keyed(r)); len(records) == 500 || i == n-1 {
			put(b, s, start, records...)
			records = nil
		}
	}
	for i := range n {
		putListingAt(b, s, offer{fmt.Sprint(i), hall.ListingListed, "firm", hall.ListingData{Title: sentence(i, 5), Right: fmt.Sprintf("2018%08d.X", i), Kind: registry.Invention, IPC: "G01L1/18", Deal: registry.Assignment, Price: 1_000_000}}, 1, start.Add(time.Duration(i)*time.Millisecond))
	}
}
