### The morning after. The first line may show on a locked screen: it names no complaint.

morning-hello = { $count ->
        [one] Hello. You wrote to me { $when }. May I ask three short things? You can skip any of them.
       *[other] Hello. You wrote to me { $count } times, first { $when }. May I ask three short things? You can skip any of them.
    }
morning-hello-consent = Hello. You wrote to me { $when }. So far I hold that only for now.
morning-in-the-night = earlier
morning-at = at { $clock }
morning-place = { $count ->
        [one] Where was it?
       *[other] Where was it, mostly?
    }
morning-side = Which leg?
morning-muscle = Which muscle?
morning-pain = { $count ->
        [one] How bad was the pain? 0 is none, 10 is the worst you can think of.
       *[other] How bad were they? 0 is no pain, 10 is the worst you can think of.
    }
morning-sleep = How much did it disturb your sleep? 0 is not at all, 10 is as much as can be.
morning-done = Thank you. Noted:

    { $lines }
enough-button = That's all
skip-button = Skip
back-button = Back
left-calf-button = Left calf
right-calf-button = Right calf
left-foot-button = Left foot
right-foot-button = Right foot
both-calves-button = Both calves
elsewhere-button = Somewhere else
left-button = Left
right-button = Right
both-button = Both
calf-button = Calf
foot-button = Foot or toes
thigh-button = Thigh
other-muscle-button = Another muscle
