package desk

// drawn remembers the numbers of one command, so that repeating its transaction
// draws no new ones: under contention repeats would use up a block.
type drawn struct {
	draw func(prefix string) string
	got  map[string][]string
	at   map[string]int
}

func drawOnce(draw func(string) string) *drawn {
	return &drawn{draw: draw, got: map[string][]string{}}
}

// again begins the transaction anew: the same numbers come in the same order.
func (d *drawn) again() func(string) string {
	d.at = map[string]int{}
	return d.number
}

func (d *drawn) number(prefix string) string {
	i := d.at[prefix]
	if i < len(d.got[prefix]) {
		d.at[prefix]++
		return d.got[prefix][i]
	}
	n := d.draw(prefix)
	if n != "" {
		d.got[prefix] = append(d.got[prefix], n)
		d.at[prefix]++
	}
	return n
}
