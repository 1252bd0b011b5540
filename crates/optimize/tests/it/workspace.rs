//! Solving again in one workspace gives what solving afresh gives.

use optimize::{Bounds, Group, Objective, OptimizationRequest, Workspace};
use serde_json::json;

use crate::golden::{cases, moments};
use crate::{proceed, solve};

fn request(objective: &str) -> OptimizationRequest {
    let mut request = moments(&cases(), "us20_2015_2019/inputs");
    request["objective"] = json!(objective);
    serde_json::from_value(request).unwrap()
}

#[test]
fn dragging_a_bound_gives_the_cold_optimum_at_every_frame() {
    for objective in ["minimum_variance", "maximum_sharpe", "efficient_frontier", "maximum_quadratic_utility"] {
        let mut request = request(objective);
        let mut workspace = Workspace::new(&request).unwrap();
        let name = if objective == "minimum_variance" { "KO" } else { "UNH" };
        for frame in 0..60 {
            let upper = (0.6 - 0.02 * f64::from(frame)).abs();
            request.bounds = Some(Bounds::ByAsset([(name.to_owned(), [0.0, upper])].into_iter().collect()));
            let warm = workspace.solve(&request, &mut proceed).unwrap();
            let cold = solve(&request).unwrap();
            for (asset, weight) in &cold.weights {
                assert!((weight - warm.weights[asset]).abs() < 1e-10, "{objective} at {upper}: {asset}");
            }
            assert_eq!(warm.frontier.len(), cold.frontier.len());
            if frame > 0 {
                assert_eq!(warm.solver.osqp_iterations, 0, "the last working set stands in for OSQP");
            }
        }
    }
}

#[test]
fn changing_the_objective_keeps_the_moments() {
    let mut workspace = Workspace::new(&request("minimum_variance")).unwrap();
    for objective in ["minimum_variance", "maximum_sharpe", "efficient_frontier", "minimum_variance"] {
        let request = request(objective);
        assert_eq!(workspace.solve(&request, &mut proceed).unwrap(), solve(&request).unwrap());
    }
    let mut other = OptimizationRequest::new(vec!["A".into()], Objective::MinimumVariance);
    other.covariance = Some(vec![vec![1.0]]);
    assert_eq!(workspace.solve(&other, &mut proceed).unwrap_err().request_field(), Some("assets"));
}

#[test]
fn an_infeasible_frame_does_not_spoil_the_next() {
    let mut request = request("minimum_variance");
    let mut workspace = Workspace::new(&request).unwrap();
    request.bounds = Some(Bounds::All([0.0, 0.01]));
    assert_eq!(workspace.solve(&request, &mut proceed).unwrap_err().code(), "infeasible");
    request.bounds = None;
    assert_eq!(workspace.solve(&request, &mut proceed).unwrap(), solve(&request).unwrap());
}

#[test]
fn limits_that_come_and_go_give_the_cold_optimum() {
    for objective in ["minimum_variance", "maximum_sharpe", "efficient_frontier", "maximum_quadratic_utility"] {
        let free = request(objective);
        let group = |lower: Option<f64>, upper: Option<f64>| Group {
            name: "few".to_owned(),
            assets: free.assets[..5].to_vec(),
            lower,
            upper,
            relative_to: None,
        };
        let others = Group { name: "others".to_owned(), assets: free.assets[5..9].to_vec(), ..group(Some(0.3), None) };
        let mut workspace = Workspace::new(&free).unwrap();
        // The second of two rows binds, then it is gone, then another one stands in the first's place, open above.
        for groups in
            [vec![group(Some(0.4), None), others.clone()], vec![], vec![others], vec![group(None, Some(0.05))], vec![]]
        {
            let request = OptimizationRequest { groups, ..free.clone() };
            let warm = workspace.solve(&request, &mut proceed).unwrap();
            for (asset, weight) in &solve(&request).unwrap().weights {
                assert!((weight - warm.weights[asset]).abs() < 1e-10, "{objective}: {asset}");
            }
        }
    }
}
