package valuation

// Notice is one thing a reader must know beside the score. Code is a language
// key; Args are its variables.
type Notice struct {
	Code   string            `json:"code"`
	Args   map[string]string `json:"args,omitempty"`
	Source string            `json:"source,omitempty"`
	AsOf   Day               `json:"as_of,omitempty"`
}

// Evidence is what one score of the third level rests on (证据).
type Evidence struct {
	Signal  string  `json:"signal"`
	What    Name    `json:"what"`
	Value   string  `json:"value"`
	Unit    string  `json:"unit"`
	Formula Name    `json:"formula"`
	Points  float64 `json:"points"` // 0–100
	Source  string  `json:"source"`
	AsOf    Day     `json:"as_of"`
}

// Scored is an indicator with its score and all that leads to it.
type Scored struct {
	ID        string `json:"id"`
	Level     int    `json:"level"` // 1, 2, 3
	Name      Name   `json:"name"`
	Short     *Name  `json:"short,omitempty"`
	Tag       string `json:"tag"`
	Verified  bool   `json:"verified"`
	Extension bool   `json:"extension,omitempty"`

	Weight       float64  `json:"weight"`           // among its siblings, as the scene gives it
	Effective    float64  `json:"effective_weight"` // among the siblings that have a score
	Global       float64  `json:"global_weight"`    // product of the effective weights from the top
	Score        *float64 `json:"score"`            // 0–100; null is missing, not zero
	Contribution *float64 `json:"contribution"`     // global weight × score, in points of the total
	Confidence   float64  `json:"confidence"`       // 0–1

	Auto     *float64   `json:"auto,omitempty"` // leaf only: before the panel
	Panel    *Verdict   `json:"panel,omitempty"`
	Missing  string     `json:"missing,omitempty"` // language key: why there is no score
	Absent   []string   `json:"absent_signals,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
	Children []Scored   `json:"children,omitempty"`
}

// Axis is one of the 14 axes of the radar (雷达图); Score null has no data.
type Axis struct {
	ID         string   `json:"id"`
	Name       Name     `json:"name"`
	Short      Name     `json:"short"`
	Score      *float64 `json:"score"`
	Confidence float64  `json:"confidence"`
}

// SceneUsed names the scene and where its weights come from.
type SceneUsed struct {
	ID     string            `json:"id"`
	Name   Name              `json:"name"`
	Reason Name              `json:"reason"`
	Origin map[string]string `json:"weight_origin"` // by parent: design, custom, ahp
	AHP    map[string]AHP    `json:"ahp,omitempty"`
}

// Disclaimer says what an automatic score is not.
type Disclaimer struct {
	Code  string   `json:"code"`
	Basis []string `json:"basis"`
}

// Result is a valuation report's content (评价结果). Its JSON names are stable.
type Result struct {
	Standard   string    `json:"standard"`
	PatentNo   string    `json:"patent_no,omitempty"`
	Title      string    `json:"title,omitempty"`
	Kind       Kind      `json:"kind"`
	Scene      SceneUsed `json:"scene"`
	AsOf       Day       `json:"as_of"`
	ValidUntil Day       `json:"valid_until"`

	Score       *float64 `json:"score"`     // after vetoes; null when nothing is known
	Raw         *float64 `json:"raw_score"` // before vetoes
	Grade       string   `json:"grade"`     // A–D, "" without a score
	Confidence  float64  `json:"confidence"`
	Present     int      `json:"leaves_present"`
	Leaves      int      `json:"leaves_total"`
	SecondRound []string `json:"second_round"` // leaves on which the panel must score again

	Vetoes     []Notice   `json:"vetoes"`
	Flags      []Notice   `json:"flags"`
	Notices    []Notice   `json:"notices"`
	Disclaimer Disclaimer `json:"disclaimer"`

	Tree  []Scored `json:"tree"`
	Radar []Axis   `json:"radar"`

	ExternalScores []ExternalScore   `json:"external_scores,omitempty"`
	DataVersions   map[string]string `json:"data_versions"`
}

// Leaf finds a scored indicator of the third level by its id.
func (r *Result) Leaf(id string) *Scored {
	for i := range r.Tree {
		for j := range r.Tree[i].Children {
			for k := range r.Tree[i].Children[j].Children {
				if n := &r.Tree[i].Children[j].Children[k]; n.ID == id {
					return n
				}
			}
		}
	}
	return nil
}

// RadarMedians gives the median of each axis over many results, for the
// comparison line of the radar; an axis that nobody has stays out.
func RadarMedians(results []*Result) map[string]float64 {
	by := map[string][]float64{}
	for _, r := range results {
		for _, a := range r.Radar {
			if a.Score != nil {
				by[a.ID] = append(by[a.ID], *a.Score)
			}
		}
	}
	out := make(map[string]float64, len(by))
	for id, v := range by {
		s := NewCohort(v).sorted
		out[id] = (s[(len(s)-1)/2] + s[len(s)/2]) / 2
	}
	return out
}
