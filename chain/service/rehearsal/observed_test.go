package rehearsal

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"quanlian/base/calendar"
	"quanlian/kernel"
)

var monday = calendar.On(2026, time.November, 2)

// hour is an instant of the week of that Monday.
func hour(day, h, m int) time.Time {
	return monday.AddDays(day).At(h).Add(time.Duration(m) * time.Minute)
}

func TestWhatAStretchOfWorkSays(t *testing.T) {
	t.Parallel()
	const c, other kernel.UserID = "clerk", "other"
	own := func(id string, by kernel.UserID, name string, at time.Time) Act {
		return Act{Case: kernel.CaseID(id), By: by, Name: name, At: at, Own: true}
	}
	sent := func(id string, at time.Time) Act {
		return Act{Case: kernel.CaseID(id), By: "applicant", Name: "submit", At: at}
	}
	for _, x := range []struct {
		name string
		acts []Act
		want map[kernel.CaseID]int
	}{
		{"from arrival, when nothing else was to do", []Act{sent("a", hour(0, 10, 0)), own("a", c, "finish", hour(0, 10, 25))}, map[kernel.CaseID]int{"a": 25}},
		{"from the one before", []Act{sent("a", hour(0, 9, 0)), sent("b", hour(0, 9, 0)), own("a", c, "finish", hour(0, 9, 20)), own("b", c, "finish", hour(0, 10, 0))}, map[kernel.CaseID]int{"a": 20, "b": 40}},
		{"noon and night are no work", []Act{sent("a", hour(0, 16, 40)), own("a", c, "finish", hour(1, 9, 10))}, map[kernel.CaseID]int{"a": 30}},
		{"a wait for the applicant", []Act{sent("a", hour(0, 9, 0)), own("a", c, "notify_once", hour(0, 9, 10)),
			{Case: "a", By: "applicant", Name: kernel.MoveCorrect, At: hour(1, 14, 0)}, own("a", c, "finish", hour(1, 14, 20))}, map[kernel.CaseID]int{"a": 30}},
		{"a wait for the head", []Act{sent("a", hour(0, 9, 0)), own("a", c, "examine", hour(0, 9, 30)),
			{Case: "a", By: "head", Name: "decide", At: hour(0, 15, 0)}, own("a", c, "deliver", hour(0, 15, 5))}, map[kernel.CaseID]int{"a": 35}},
		{"two who shared it, each with other work", []Act{sent("a", hour(0, 9, 0)), sent("b", hour(0, 9, 0)), sent("d", hour(0, 9, 0)),
			own("b", other, "finish", hour(0, 9, 30)), own("a", c, "notify_once", hour(0, 9, 40)), own("d", c, "finish", hour(0, 10, 40)),
			{Case: "a", By: "applicant", Name: kernel.MoveCorrect, At: hour(0, 10, 0)}, own("a", other, "finish", hour(0, 10, 15))}, map[kernel.CaseID]int{"a": 55, "b": 30, "d": 60}},
		{"put down together", []Act{sent("a", hour(0, 9, 0)), sent("b", hour(0, 9, 0)), sent("d", hour(0, 9, 0)),
			own("a", c, "finish", hour(0, 11, 0)), own("b", c, "finish", hour(0, 11, 0).Add(10*time.Second)), own("d", c, "finish", hour(0, 11, 0).Add(20*time.Second))}, map[kernel.CaseID]int{"a": 40, "b": 40, "d": 40}},
		{"busy for another office", []Act{sent("a", hour(0, 9, 0)), {Case: "elsewhere", By: c, Name: "finish", At: hour(0, 11, 0)}, own("a", c, "finish", hour(0, 11, 15))}, map[kernel.CaseID]int{"a": 15}},
		{"claimed when the answer was ready", []Act{sent("a", hour(0, 11, 0)), own("a", c, kernel.MoveClaim, hour(0, 11, 30)), own("a", c, "finish", hour(0, 11, 30).Add(time.Second))}, map[kernel.CaseID]int{"a": 30}},
		{"laid before him by a colleague", []Act{sent("a", hour(0, 9, 0)), own("a", other, kernel.MoveReassign, hour(0, 11, 0)), own("a", c, "finish", hour(0, 11, 30))}, map[kernel.CaseID]int{"a": 30}},
		{"a word of the supervisor changes nothing", []Act{sent("a", hour(0, 9, 0)), {Case: "a", By: "chief", Name: kernel.MoveUrge, At: hour(0, 9, 20)}, own("a", c, "finish", hour(0, 9, 30))}, map[kernel.CaseID]int{"a": 30}},
		{"what another office answered is put in at once", []Act{sent("a", hour(0, 9, 0)), sent("b", hour(1, 9, 0)), own("a", c, "forward", hour(0, 9, 30)),
			own("a", c, "result", hour(1, 11, 0)), own("b", c, "finish", hour(1, 11, 30)), own("a", c, "deliver", hour(1, 11, 40))}, map[kernel.CaseID]int{"a": 40, "b": 150}},
		{"and worked at from then on", []Act{sent("a", hour(0, 9, 0)), own("a", c, "forward", hour(0, 9, 30)),
			own("a", c, "result", hour(1, 11, 0)), own("a", c, "deliver", hour(1, 11, 10))}, map[kernel.CaseID]int{"a": 40}},
		{"he may have been away", []Act{sent("a", hour(0, 9, 0)), own("a", c, "finish", hour(2, 10, 0))}, map[kernel.CaseID]int{}},
		{"nobody of the office had it", []Act{sent("a", hour(0, 9, 0)), {Case: "a", Name: "finish", At: hour(0, 9, 1)}}, map[kernel.CaseID]int{}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			var cases []kernel.Case
			for _, a := range x.acts {
				switch a.Name {
				case "submit":
					cases = append(cases, kernel.Case{ID: a.Case, Opened: a.At, Closed: hour(4, 17, 0)})
				case "forward":
					cases[0].Pauses = []kernel.Pause{{From: a.At, Reason: "forwarded"}}
				case "result":
					cases[0].Pauses[0].To = a.At
				}
			}
			got := efforts(x.acts, cases, monday.At(0), calendar.National())
			if fmt.Sprint(got) != fmt.Sprint(x.want) {
				t.Errorf("read %v, was %v", got, x.want)
			}
		})
	}
}

// An office of three people with efforts that the test knows and the record does
// not: corrections that another colleague takes up, a head who decides when he
// finds time, work for another office, a week of leave, hours with nothing to do.
func TestEffortsOfASimulatedOffice(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			o := newBureau(seed)
			o.run(60)
			got := efforts(o.acts, o.cases(), monday.At(0), calendar.National())
			closed, read, was := 0, 0, 0
			byItem := map[string][2][]int{}
			for _, j := range o.jobs {
				if j.closed.IsZero() || !j.own {
					continue
				}
				closed++
				if n, ok := got[j.id]; ok {
					read, was = read+n, was+j.effort
					l := byItem[j.item]
					byItem[j.item] = [2][]int{append(l[0], n), append(l[1], j.effort)}
				}
			}
			t.Logf("%d of %d closed cases read, %d minutes of %d", len(got), closed, read, was)
			if len(got)*100 < closed*97 || closed < 300 {
				t.Errorf("only %d of %d closed cases were read", len(got), closed)
			}
			if off := float64(read)/float64(was) - 1; math.Abs(off) > 0.03 {
				t.Errorf("the efforts read are %.1f %% off", off*100)
			}
			for item, l := range byItem {
				if a, b := median(l[0]), median(l[1]); math.Abs(float64(a-b)) > max(2, 0.06*float64(b)) {
					t.Errorf("%s: median %d read, %d was", item, a, b)
				}
			}
		})
	}
}

func median(n []int) int {
	n = slices.Clone(n)
	slices.Sort(n)
	return n[len(n)/2]
}

// job is one case of the simulated office: what is left of it, and where it goes
// when its part is done.
type job struct {
	id             kernel.CaseID
	item           string
	effort, left   int
	stop           string // notify_once or examine: one stop at the middle
	opened, closed time.Time
	back           time.Time
	own            bool
}

type bureau struct {
	r    *rand.Rand
	jobs []*job
	pool []*job
	away []*job
	acts []Act
}

func newBureau(seed uint64) *bureau { return &bureau{r: rand.New(rand.NewPCG(seed, 1))} }

func (o *bureau) cases() []kernel.Case {
	var out []kernel.Case
	for _, j := range o.jobs {
		if j.own {
			out = append(out, kernel.Case{ID: j.id, Opened: j.opened, Closed: j.closed})
		}
	}
	return out
}

func (o *bureau) put(j *job, by kernel.UserID, name string, at time.Time) {
	o.acts = append(o.acts, Act{Case: j.id, By: by, Name: name, At: at, Own: j.own})
}

// arrive lets cases come in, more than can be done on some days and few on others.
func (o *bureau) arrive(day int, at time.Time) {
	rate := []float64{0.044, 0.03, 0.026, 0.02, 0.012}[day%5]
	if o.r.Float64() > rate {
		return
	}
	kind := o.r.IntN(3)
	j := &job{id: kernel.CaseID(fmt.Sprintf("c%04d", len(o.jobs))), item: fmt.Sprint("item", kind), opened: at, own: o.r.Float64() > 0.15}
	j.effort = 10 + 25*kind + o.r.IntN(30*(kind+1))
	j.left = j.effort
	switch u := o.r.Float64(); {
	case u < 0.2:
		j.stop = "notify_once"
	case u < 0.5:
		j.stop = "examine"
	}
	if j.stop != "" {
		j.left = j.effort / 2
	}
	o.jobs, o.pool = append(o.jobs, j), append(o.pool, j)
	o.acts = append(o.acts, Act{Case: j.id, By: "applicant", Name: "submit", At: at})
}

// back brings in what was out.
func (o *bureau) back(at time.Time) {
	o.away = slices.DeleteFunc(o.away, func(j *job) bool {
		if j.back.After(at) {
			return false
		}
		if j.stop == "examine" {
			o.acts = append(o.acts, Act{Case: j.id, By: "head", Name: "decide", At: at})
		} else {
			o.acts = append(o.acts, Act{Case: j.id, By: "applicant", Name: kernel.MoveCorrect, At: at})
		}
		j.stop, j.left = "", j.effort-j.effort/2
		o.pool = append([]*job{j}, o.pool...)
		return true
	})
}

// through: a part is done at an instant.
func (o *bureau) through(j *job, by kernel.UserID, at time.Time) {
	if j.stop == "" {
		o.put(j, by, "finish", at)
		j.closed = at
		return
	}
	o.put(j, by, j.stop, at)
	j.back = at.Add(time.Duration(30+o.r.IntN(3*24*60)) * time.Minute)
	o.away = append(o.away, j)
}

// run lets the minutes of so many working days go by.
func (o *bureau) run(days int) {
	desks := make([]*job, 3)
	day := 0
	for d := monday; day < days; d = d.AddDays(1) {
		if !calendar.National().IsWorkday(d) {
			continue
		}
		for _, s := range officeHours {
			for m := s[0]; m < s[1]; m++ {
				at := d.At(0).Add(time.Duration(m) * time.Minute)
				o.back(at)
				o.arrive(day, at)
				for i := range desks {
					if i == 2 && desks[i] == nil && day >= 20 && day < 25 { // on leave
						continue
					}
					if desks[i] == nil && len(o.pool) > 0 {
						desks[i], o.pool = o.pool[0], o.pool[1:]
					}
					if j := desks[i]; j != nil {
						if j.left--; j.left == 0 {
							o.through(j, kernel.UserID(fmt.Sprint("clerk", i)), at.Add(time.Minute))
							desks[i] = nil
						}
					}
				}
			}
		}
		day++
	}
}
